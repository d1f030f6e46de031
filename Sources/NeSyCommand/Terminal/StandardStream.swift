import NeSy

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Standard output or standard error, unbuffered, with failures that are noticed.
enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    var isTerminal: Bool { isatty(rawValue) == 1 }

    func write(_ text: String) throws(NeSyError) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { area in
                #if canImport(Glibc)
                    Glibc.write(rawValue, area.baseAddress, area.count)
                #elseif canImport(Musl)
                    Musl.write(rawValue, area.baseAddress, area.count)
                #else
                    Darwin.write(rawValue, area.baseAddress, area.count)
                #endif
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw NeSyError(
                    .cannotCreateOutput, "The result cannot be written.",
                    at: self == .output ? "standard output" : "standard error", found: SystemMessage.text(errno))
            }
            rest = rest.dropFirst(count)
        }
    }
}
