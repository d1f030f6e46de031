import NeSyFormats
import NeSyStorage
import NeSyTensor

/// The one matrix of a file of arrays, and the lists of names beside it.
struct NamedMatrix {
    let path: String
    private let file: ArrayFile
    let matrix: MatrixReader

    /// - Parameters:
    ///   - array: what the matrix is called; any other name is fine where there is only one that is no list of names.
    ///   - names: what lists of names are called.
    init(_ path: String, array: String, names: [String], files: FileSystem) throws(NeSyError) {
        self.path = path
        file = try ArrayFile(path, files: files)
        guard let present = file.names else {
            matrix = try file.matrix(nil)
            return
        }
        let others = present.filter { !names.contains($0) }
        guard present.contains(array) || others.count == 1, let only = others.first else {
            throw NeSyError(
                .badData, "Which array of the archive is meant?", at: path, expected: "one named \(array)",
                found: present.joined(separator: ", "))
        }
        matrix = try file.matrix(present.contains(array) ? array : only)
    }

    /// A list of so many names; nil where the file has none that is called so.
    func texts(_ name: String, count: Int) throws(NeSyError) -> [String]? {
        file.names?.contains(name) == true ? try file.texts(name, count: count) : nil
    }
}
