import ArgumentParser

extension Setting {
    /// The help with the default, which ArgumentParser does not know: it sees an optional.
    var argumentHelp: ArgumentHelp {
        var text = help
        if let defaultValue {
            text += " (default: \(defaultValue.json.plainText))"
        } else if let absence {
            text += " (default: \(absence))"
        }
        return ArgumentHelp(stringLiteral: text)
    }

    var completionKind: CompletionKind? {
        switch completion {
        case .byType: nil
        case .file(let extensions): .file(extensions: extensions)
        case .directory: .directory
        }
    }
}

extension Option {
    init<Wrapped: SettingValue>(_ setting: Setting<Wrapped>) where Value == Wrapped? {
        self.init(
            name: .customLong(setting.key), help: setting.argumentHelp, completion: setting.completionKind)
    }
}

extension Flag where Value == Bool? {
    /// A switch with its opposite, `--quiet` and `--no-quiet`, so that the command line can also undo what
    /// the environment or the file says.
    init(_ setting: Setting<Bool>) {
        self.init(
            name: .customLong(setting.key), inversion: .prefixedNo, exclusivity: .chooseLast,
            help: setting.argumentHelp)
    }
}
