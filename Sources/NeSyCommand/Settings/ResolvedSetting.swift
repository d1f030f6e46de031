import NeSy

/// A setting with the value that counts, and where that came from.
struct ResolvedSetting: Sendable, Hashable {
    enum Origin: Sendable, Hashable, CustomStringConvertible {
        case commandLine
        case environment(String)
        case file(String, line: Int)
        case unset

        var description: String {
            switch self {
            case .commandLine: "command line"
            case .environment(let name): "environment, \(name)"
            case .file(let path, let line): "\(path):\(line)"
            case .unset: "default"
            }
        }

        /// The smaller goes before the larger.
        var rank: Int {
            switch self {
            case .commandLine: 0
            case .environment: 1
            case .file: 2
            case .unset: 3
            }
        }
    }

    let key: String
    /// nil when the setting has no default and nobody gave it a value.
    let value: JSON?
    let origin: Origin

    /// Where a reader finds it: `--tags`, `tags (options.yaml:3)`.
    var place: String { origin == .commandLine ? "--\(key)" : "\(key) (\(origin))" }
}
