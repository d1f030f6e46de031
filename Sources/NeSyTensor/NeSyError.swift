/// What went wrong with data, a file, a device or a request, in the words of the person who has to mend it.
///
/// A broken precondition inside a module traps; everything that can reach us from outside is thrown as
/// this one type. It is rendered in one place, in NeSyCommand.
public struct NeSyError: Error, Sendable, Hashable {
    /// The category, which decides the exit code of the command.
    public enum Kind: Int, Sendable, Hashable {
        case usage = 64
        case badData = 65
        case missingInput = 66
        case deviceUnavailable = 69
        case internalFailure = 70
        case cannotCreateOutput = 73
        /// The user asked to stop; what was done so far is kept where that makes sense.
        case interrupted = 130
    }

    public var kind: Kind
    /// One sentence: what is wrong.
    public var what: String
    /// The file, with line, byte offset or column where known.
    public var location: String?
    public var expected: String?
    public var found: String?
    /// What the reader can do about it.
    public var remedy: String?

    public init(
        _ kind: Kind, _ what: String, at location: String? = nil, expected: String? = nil,
        found: String? = nil, remedy: String? = nil
    ) {
        self.kind = kind
        self.what = what
        self.location = location
        self.expected = expected
        self.found = found
        self.remedy = remedy
    }

    /// The same error with a location, when it has none yet: readers of byte regions know the offset,
    /// their caller knows the file.
    public func located(at place: String) -> NeSyError {
        var copy = self
        copy.location = location.map { "\(place), \($0)" } ?? place
        return copy
    }
}

extension NeSyError: CustomStringConvertible {
    public var description: String {
        var lines = [what]
        if let location { lines.append("  where:    \(location)") }
        if let expected { lines.append("  expected: \(expected)") }
        if let found { lines.append("  found:    \(found)") }
        if let remedy { lines.append("  do:       \(remedy)") }
        return lines.joined(separator: "\n")
    }
}
