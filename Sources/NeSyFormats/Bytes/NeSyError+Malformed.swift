import NeSyTensor

extension NeSyError {
    /// A file that breaks its format at a byte.
    static func malformed(
        _ what: String, atByte offset: Int, expected: String? = nil, found: String? = nil, remedy: String? = nil
    ) -> NeSyError {
        NeSyError(.badData, what, at: "byte \(offset)", expected: expected, found: found, remedy: remedy)
    }

    /// A text file that breaks its format on a line (counted from 1).
    static func malformed(
        _ what: String, atLine line: Int, expected: String? = nil, found: String? = nil, remedy: String? = nil
    ) -> NeSyError {
        NeSyError(.badData, what, at: "line \(line)", expected: expected, found: found, remedy: remedy)
    }
}
