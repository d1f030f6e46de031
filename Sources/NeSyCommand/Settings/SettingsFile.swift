import Foundation
import NeSy
import Yams

/// A YAML file of options. A key at the top counts for every verb that has the option; a key under the name
/// of a verb counts for that verb and wins over one at the top.
struct SettingsFile {
    struct Entry {
        enum Content {
            case word(String)
            case list([String])
        }

        let content: Content
        let line: Int
    }

    /// A larger file is no file of options.
    static let sizeLimit = 1 << 20
    /// Deeper brackets are refused before the YAML reader, which recurses, sees them.
    static let nestingLimit = 16

    let path: String
    private var entries: [[String]: Entry] = [:]

    /// - Throws: `missingInput` when the file cannot be read; `usage` when it is no YAML, or a key or the form
    ///   of a value is none of ours.
    init(_ path: String, files: FileSystem = .system, verbs: [any Verb.Type]) throws(NeSyError) {
        self.path = path
        let bytes: [UInt8]
        do throws(StorageError) {
            bytes = try files.read(path, limit: SettingsFile.sizeLimit)
        } catch {
            throw NeSyError(reading: error)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        try checkNesting(text)
        guard let root = try parse(text) else { return }
        var keys = Set<String>()
        for verb in verbs { keys.formUnion(verb.allSettings.map { $0.key }) }
        try read(root, section: [], keys: keys, verbs: verbs)
    }

    func entry(_ key: String, of verb: [String]) -> Entry? {
        entries[verb + [key]] ?? entries[[key]]
    }

    private func parse(_ text: String) throws(NeSyError) -> Node.Mapping? {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            let (line, problem) = SettingsFile.describe(error)
            throw NeSyError(
                .usage, "The file of options is no YAML.", at: line.map { "\(path):\($0)" } ?? path,
                expected: "lines of `key: value`", found: problem)
        }
        guard let root, root.tag != Tag(.null) else { return nil }
        guard let mapping = root.mapping else {
            throw NeSyError(
                .usage, "The file of options has no keys.", at: place(root),
                expected: "lines of `key: value`", found: root.sequence == nil ? "a single value" : "a list")
        }
        return mapping
    }

    private mutating func read(
        _ mapping: Node.Mapping, section: [String], keys: Set<String>, verbs: [any Verb.Type]
    ) throws(NeSyError) {
        for (keyNode, value) in mapping {
            let key = keyNode.scalar?.string ?? ""
            let inner = section + [key]
            if let nested = value.mapping, verbs.contains(where: { $0.path.starts(with: inner) }) {
                let verb = verbs.first { $0.path == inner }
                try read(nested, section: inner, keys: Set(verb?.allSettings.map { $0.key } ?? []), verbs: verbs)
            } else if keys.contains(key) {
                if let content = try content(of: value, key: key) {
                    entries[inner] = Entry(content: content, line: keyNode.mark?.line ?? 0)
                }
            } else {
                throw unknown(key, at: keyNode, section: section, keys: keys, verbs: verbs)
            }
        }
    }

    /// The words of the value; nil for an empty value, which leaves the option unset.
    private func content(of node: Node, key: String) throws(NeSyError) -> Entry.Content? {
        if let scalar = node.scalar { return node.tag == Tag(.null) ? nil : .word(scalar.string) }
        if let sequence = node.sequence {
            let words = sequence.compactMap(\.scalar?.string)
            if words.count == sequence.count { return .list(words) }
        }
        throw NeSyError(
            .usage, "The option \(key) cannot have this value.", at: place(node),
            expected: "a value, or a list of values",
            found: node.mapping == nil ? "a list of lists" : "keys")
    }

    private func unknown(
        _ key: String, at node: Node, section: [String], keys: Set<String>, verbs: [any Verb.Type]
    ) -> NeSyError {
        let sections = verbs.map { $0.path }.filter { $0.starts(with: section) && $0.count > section.count }
        let known = keys.union(sections.map { $0[section.count] })
        let scope = section.isEmpty ? "nesy" : "nesy " + section.joined(separator: " ")
        return NeSyError(
            .usage, "There is no option '\(key)'.", at: place(node),
            expected: "an option of \(scope)" + (section.isEmpty ? ", or the name of a verb" : ""),
            found: "'\(key)'",
            remedy: Spelling.closest(to: key, among: known).map { "Did you mean '\($0)'?" }
                ?? "`nesy config` lists every option.")
    }

    private func place(_ node: Node) -> String { node.mark.map { "\(path):\($0.line)" } ?? path }

    private func checkNesting(_ text: String) throws(NeSyError) {
        var line = 1
        var depth = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
            default: break
            }
            if depth > SettingsFile.nestingLimit {
                throw NeSyError(
                    .usage, "The file of options is nested too deeply.", at: "\(path):\(line)",
                    expected: "at most \(SettingsFile.nestingLimit) open brackets")
            }
        }
    }

    private static func describe(_ error: any Error) -> (line: Int?, problem: String) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            (mark.line, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            (context.mark.line, "the key \(duplicates.map { "'\($0)'" }.joined(separator: ", ")) twice")
        default: (nil, "\(error)")
        }
    }
}
