import NeSy

/// Settings as a commented YAML text that can be read back.
struct ConfigurationPage {
    private(set) var text: String
    private var openSections: [String] = []

    init(title: [String]) { text = title.map { "# \($0)\n" }.joined() }

    /// Adds one group of settings, under the name of its verb when it has one.
    mutating func add(
        _ resolved: [ResolvedSetting], of settings: [any SettingDescription], under path: [String] = []
    ) {
        text += "\n"
        for depth in path.indices where depth >= openSections.count || openSections[depth] != path[depth] {
            text += indent(depth) + path[depth] + ":\n"
        }
        openSections = path
        let margin = indent(path.count)
        for (value, setting) in zip(resolved, settings) {
            text += "\(margin)# \(setting.help)"
            if value.value == nil, let absence = setting.absence { text += " Default: \(absence)." }
            text += "\n\(margin)"
            if let known = value.value {
                text += "\(value.key): \(known.yamlText)"
                if value.origin != .unset { text += "  # from \(value.origin)" }
            } else {
                text += "# \(value.key):"
            }
            text += "\n"
        }
    }

    static func document(_ settings: [ResolvedSetting]) -> JSON {
        .object(settings.map { JSON.Member($0.key, $0.value ?? .null) })
    }

    private func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }
}
