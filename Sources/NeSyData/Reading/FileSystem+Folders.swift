import NeSyFormats
import NeSyStorage
import NeSyTensor

/// Folders as data sets see them: names that begin with a dot are passed over.
extension FileSystem {
    /// Folders are entered to this depth; a link to a folder above itself ends here.
    private static let depthLimit = 16

    func entry(_ path: String) throws(NeSyError) -> Entry? {
        do throws(StorageError) { return try inspect(path) } catch { throw NeSyError(reading: error) }
    }

    /// The names in a folder, sorted.
    func names(in path: String) throws(NeSyError) -> [String] {
        do throws(StorageError) {
            return try list(path).filter { !$0.hasPrefix(".") }
        } catch {
            throw NeSyError(reading: error)
        }
    }

    /// The first of these files that is there.
    func firstFile(_ paths: [String]) throws(NeSyError) -> String? {
        for path in paths { if case .file? = try entry(path) { return path } }
        return nil
    }

    /// Visits the files below a folder and in the folders in it, with their paths below the root.
    func visitFiles(below root: String, _ folder: String? = nil, _ visit: (String) -> Void) throws(NeSyError) {
        try visitFiles(below: root, folder, 0, visit)
    }

    private func visitFiles(
        below root: String, _ folder: String?, _ depth: Int, _ visit: (String) -> Void
    ) throws(NeSyError) {
        let place = folder.map { root + "/" + $0 } ?? root
        if depth > FileSystem.depthLimit {
            throw NeSyError(
                .badData, "Folders are nested too deeply.", at: place,
                expected: "at most \(FileSystem.depthLimit) levels below a class", remedy: "look for a link to itself")
        }
        for name in try names(in: place) {
            let path = folder.map { $0 + "/" + name } ?? name
            // The ending tells most files from folders without asking the disk.
            if !DatasetReader.isImage(name), case .directory? = try entry(root + "/" + path) {
                try visitFiles(below: root, path, depth + 1, visit)
            } else {
                visit(path)
            }
        }
    }
}
