import NeSyFormats
import NeSyStorage
import NeSyTensor

/// Where the names of concepts come from: an array in the file of the numbers, or a text file with a name on every
/// line.
enum ConceptNames {
    /// Bytes of a text file with names.
    private static let limit = 1 << 28

    /// - Parameters:
    ///   - list: the text file, which goes before the array.
    ///   - count: how many there must be.
    static func read(
        _ arrays: NamedMatrix, _ array: String, list: String?, count: Int, files: FileSystem
    ) throws(NeSyError) -> [String] {
        let names: [String]
        let place: String
        if let list {
            place = list
            names = try files.decode(list, limit: limit) { (bytes) throws(NeSyError) in try lines(bytes) }
        } else if let texts = try arrays.texts(array, count: count) {
            place = "\(arrays.path), array \"\(array)\""
            names = texts
        } else {
            throw NeSyError(
                .missingInput, "What are the concepts called?", at: arrays.path,
                expected: "an array \"\(array)\" of strings, or --concepts names.txt",
                remedy: "numpy.savez(file, …, \(array)=names), or a text file with one name on each line.")
        }
        guard names.count == count, count > 0 else {
            throw NeSyError(
                .badData, "There are not as many names as concepts.", at: place, expected: "\(count) names",
                found: "\(names.count)")
        }
        if let empty = names.firstIndex(where: { $0.allSatisfy(\.isWhitespace) }) {
            throw NeSyError(.badData, "A concept without a name.", at: "\(place), name \(empty + 1)")
        }
        return names
    }

    private static func lines(_ bytes: [UInt8]) throws(NeSyError) -> [String] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw NeSyError(.badData, "The names are no text.", expected: "UTF-8")
        }
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
