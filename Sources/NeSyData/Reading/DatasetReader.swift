import NeSyFormats
import NeSyStorage
import NeSyTensor

/// Opens a data set of images in any layout of ``DatasetLayout``.
///
/// The order of the samples depends on their names alone. Entries whose name begins with a dot are passed
/// over. Nothing is printed: the summary says what there is to say.
public struct DatasetReader: Sendable {
    /// The share of every class that becomes the test split where there is only one split; 0 holds nothing out.
    public var holdout = 0.2
    /// The column of classes in an `index.csv` or `metadata.csv`, instead of the usual ones.
    public var labelColumn: String?
    /// The column of splits, instead of the usual ones.
    public var splitColumn: String?
    /// The masks of the images; nil looks for them where the layout keeps them: in `DIR/masks`, with a table of
    /// names beside it, where an `index.csv` or `metadata.csv` lists the images, and beside the images where they
    /// are called `NAME_seg.png`.
    public var masks: MaskSource?
    /// With fewer classes a data set is refused. 1 opens images that are only looked at, also those of a folder without
    /// classes: all of them are of a class `images`.
    public var leastClasses = 2
    public var fileSystem = FileSystem.system

    public init() {}

    /// - Parameter path: a folder, an `.npz` file, or the `metadata.csv` or `index.csv` of a folder.
    /// - Throws: `.missingInput` when nothing is there, else `.badData` naming the expected tree and what was
    ///   found instead.
    public func open(_ path: String) throws(NeSyError) -> (dataset: ImageDataset, summary: DatasetSummary) {
        var root = path
        while root.count > 1 && root.hasSuffix("/") { root.removeLast() }
        switch try fileSystem.entry(root) {
        case nil:
            throw NeSyError(
                .missingInput, "There is no data set here.", at: path, expected: DatasetLayout.expectedTree,
                remedy: "check the path for a typing error")
        case .directory?: return try openFolder(root)
        case .file?, .other?:
            let (folder, name) = DatasetReader.split(root)
            if name == "metadata.csv" || name == "index.csv" { return try openFolder(folder) }
            if name.lowercased().hasSuffix(".npz") { return try openNPZ(root) }
            throw NeSyError(
                .badData, "A data set is a folder or an .npz file.", at: path, expected: DatasetLayout.expectedTree,
                found: "the file \(name)")
        }
    }

    private func openFolder(_ root: String) throws(NeSyError) -> (dataset: ImageDataset, summary: DatasetSummary) {
        let names = try fileSystem.names(in: root)
        if names.contains("metadata.csv") { return try openMetadata(root) }
        if names.contains("index.csv") { return try openIndex(root) }
        if names.contains(where: { IDXName($0)?.holds == .images }) { return try openIDX(root, names) }
        let archives = names.filter { $0.lowercased().hasSuffix(".npz") }
        if archives.count == 1 { return try openNPZ(root + "/" + archives[0]) }
        if archives.count > 1 {
            throw NeSyError(
                .badData, "There are several .npz files.", at: root, found: archives.joined(separator: ", "),
                remedy: "name one of them")
        }
        return try openImageFolder(root, names)
    }

    // MARK: Names

    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = String(path[..<slash])
        return (folder.isEmpty ? "/" : folder, String(path[path.index(after: slash)...]))
    }

    /// The name without its ending, and the ending in lower case.
    static func stem(_ name: String) -> (stem: String, ending: String) {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return (name, "") }
        return (String(name[..<dot]), name[name.index(after: dot)...].lowercased())
    }

    static func isImage(_ name: String) -> Bool { ImageCodec.extensions.contains(stem(name).ending) }
}
