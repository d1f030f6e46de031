import Foundation

/// The checkout these tests were compiled from.
enum Repository {
    static let root: URL = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url
    }()

    struct SourceFile: CustomStringConvertible {
        /// Relative to the root: `Sources/NeSyTensor/Shape.swift`.
        let path: String
        let text: String
        var description: String { path }

        /// The target the file belongs to: `NeSyTensor`.
        var room: String { String(path.split(separator: "/")[1]) }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

        /// The modules it imports, whatever stands before `import`.
        var imports: [String] {
            lines.compactMap { line in
                var words = line.split(separator: " ")[...]
                while let word = words.first, word.hasPrefix("@") || Self.accessLevels.contains(String(word)) {
                    words.removeFirst()
                }
                guard words.first == "import", words.count > 1 else { return nil }
                // `import struct Foundation.URL` names the module in its last word.
                let name =
                    Self.kinds.contains(String(words[words.startIndex + 1])) && words.count > 2
                    ? words[words.startIndex + 2] : words[words.startIndex + 1]
                return name.split(separator: ".").first.map(String.init)
            }
        }

        private static let accessLevels: Set = ["public", "package", "internal", "fileprivate", "private"]
        private static let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    }

    /// Every file below a folder with one of the endings.
    static func files(below folder: String, endings: [String] = ["swift"]) -> [SourceFile] {
        let start = root.appendingPathComponent(folder)
        guard let walk = FileManager.default.enumerator(atPath: start.path) else { return [] }
        return walk.compactMap { $0 as? String }
            .filter { name in !name.hasPrefix(".") && endings.contains { name.hasSuffix("." + $0) } }
            .sorted()
            .compactMap { name in
                guard let text = try? String(contentsOf: start.appendingPathComponent(name), encoding: .utf8) else {
                    return nil
                }
                return SourceFile(path: folder + "/" + name, text: text)
            }
    }
}
