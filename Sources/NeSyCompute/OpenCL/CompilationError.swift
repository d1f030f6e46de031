import NeSyStorage
import NeSyTensor

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A kernel file that the device's compiler refuses.
struct CompilationError {
    var file: String
    /// The whole text that was compiled.
    var source: String
    var options: String
    var log: String
    var device: String

    /// The lines around the first place that the log names.
    var excerpt: String? {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        // A log may also name lines of files that are not ours.
        guard let line = firstLine, line <= lines.count else { return nil }
        let range = max(0, line - 3)..<min(lines.count, line + 2)
        return range.map { "\($0 + 1): \(lines[$0])" }.joined(separator: "\n")
    }

    /// The first `:LINE:` of a log line that speaks of an error.
    private var firstLine: Int? {
        for line in log.split(separator: "\n") where line.contains("error") {
            for part in line.split(separator: ":") {
                if let number = Int(part), number > 0 { return number }
            }
        }
        return nil
    }

    /// The error that a user reads. The source is saved beside the cached programs, or where temporary files go.
    func report(in folder: String?) -> NeSyError {
        let name = "rejected-" + file.split(separator: "/").joined(separator: "-")
        var saved: String?
        // Others write to the second folder too.
        for (place, name) in [(folder, name), ("/tmp", "\(getpid())-\(name)")] where saved == nil {
            guard let place else { continue }
            try? FileSystem.system.makeDirectory(place)
            if (try? FileSystem.system.write(place + "/" + name, source)) != nil { saved = place + "/" + name }
        }
        let firstError = log.split(separator: "\n").first { $0.contains("error") } ?? log.prefix(200)
        return NeSyError(
            .deviceUnavailable, "The device's compiler refuses a kernel.", at: "\(file) on \(device)",
            expected: "OpenCL C 1.2, options \(options)",
            found: "\(firstError)" + (excerpt.map { "\n\($0)" } ?? ""),
            remedy: "Compute on another device with --device."
                + (saved.map { " The source is in \($0); please report it with the log of 'nesy doctor'." } ?? ""))
    }
}
