import NeSyKernels
import NeSyStorage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file of OpenCL C, whose text is inside the binary. While kernels are written, `NESY_KERNEL_DIR` names a folder
/// whose files take their place.
public struct KernelFile: Sendable {
    /// Path below `Kernels/`.
    public let path: String
    /// The text as it was written.
    public let text: String

    /// All files, in alphabetical order.
    public static let all: [KernelFile] = (0..<nesy_kernel_file_count()).map { index in
        let path = String(cString: nesy_kernel_file_path(index))
        return KernelFile(path: path, text: overridden(path) ?? String(cString: nesy_kernel_file_text(index)))
    }

    private static let byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })

    /// - Precondition: there is such a file.
    static func named(_ path: String) -> KernelFile {
        guard let file = byPath[path] else { preconditionFailure("no kernel file \(path)") }
        return file
    }

    private static func overridden(_ path: String) -> String? {
        guard let folder = getenv("NESY_KERNEL_DIR") else { return nil }
        let bytes = try? FileSystem.system.read(String(cString: folder) + "/" + path)
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The text with every `#include "PATH"` replaced by that file, the first time, as the compiler of a device finds
    /// no files.
    public var resolvedText: String {
        var included: Set<String> = [path]
        return resolve(&included)
    }

    private func resolve(_ included: inout Set<String>) -> String {
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
            if parts.count == 3, parts[0] == "#include " {
                if included.insert(String(parts[1])).inserted {
                    lines.append(Substring(KernelFile.named(String(parts[1])).resolve(&included)))
                }
            } else {
                lines.append(line)
            }
        }
        return lines.joined(separator: "\n")
    }

    /// What may be defined from outside: the names between `#ifndef NAME` and `#define NAME DEFAULT`, with their
    /// defaults, those of included files among them.
    public var tunables: [(name: String, value: String)] {
        let lines = resolvedText.split(separator: "\n", omittingEmptySubsequences: false)
        var found: [(String, String)] = []
        for (line, next) in zip(lines, lines.dropFirst()) {
            let guarded = line.split(separator: " ")
            let defined = next.split(separator: " ", maxSplits: 2)
            if guarded.count == 2, guarded[0] == "#ifndef", defined.count == 3, defined[0] == "#define",
                defined[1] == guarded[1]
            {
                let value = defined[2].split(separator: "/").first ?? ""
                found.append((String(guarded[1]), value.filter { $0 != " " }))
            }
        }
        return found
    }
}
