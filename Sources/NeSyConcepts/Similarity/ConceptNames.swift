import NeSyData
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
    /// - Throws: `.missingInput` where no names are to be found, bad data for more or fewer, and what ``ConceptName``
    ///   refuses.
    static func read(
        _ arrays: NamedMatrix, _ array: String, list: String?, count: Int, files: FileSystem
    ) throws(NeSyError) -> [String] {
        guard count > 0 else {
            throw NeSyError(
                .badData, "There is no concept.", at: arrays.path, expected: "numbers for one concept at least",
                found: "\(arrays.matrix.rows) x \(arrays.matrix.columns) numbers")
        }
        let names: [String]
        let place: (Int?) -> String
        if let list {
            names = try files.decode(list, limit: limit) { (bytes) throws(NeSyError) in try lines(bytes) }
            place = { $0.map { "\(list), line \($0 + 1)" } ?? list }
        } else if let texts = try arrays.texts(array, count: count) {
            names = texts
            let whole = "\(arrays.path), array \"\(array)\""
            place = { $0.map { "\(whole), name \($0 + 1)" } ?? whole }
        } else {
            throw NeSyError(
                .missingInput, "What are the concepts called?", at: arrays.path,
                expected: "an array \"\(array)\" of strings, or --concepts names.txt",
                remedy: "numpy.savez(file, …, \(array)=names), or a text file with one name on each line.")
        }
        guard names.count == count else {
            throw NeSyError(
                .badData, "There are not as many names as concepts.", at: place(nil), expected: "\(count) names",
                found: "\(names.count)")
        }
        return try ConceptName.list(names) { place($0) }
    }

    private static func lines(_ bytes: [UInt8]) throws(NeSyError) -> [String] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw NeSyError(.badData, "The names are no text.", expected: "UTF-8")
        }
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        return lines
    }
}
