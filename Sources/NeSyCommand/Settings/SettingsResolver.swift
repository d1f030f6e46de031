import NeSy

/// The one place where the sources of options meet: command line, else environment, else file, else default.
/// It remembers what it was asked, which is the resolved configuration of a run.
final class SettingsResolver {
    private let verb: [String]
    private let environment: [String: String]
    private let file: SettingsFile?
    private(set) var resolved: [ResolvedSetting] = []

    init(verb: [String], environment: [String: String], file: SettingsFile?) {
        self.verb = verb
        self.environment = environment
        self.file = file
    }

    /// The same sources for another verb, with nothing remembered.
    func scoped(to verb: [String]) -> SettingsResolver {
        SettingsResolver(verb: verb, environment: environment, file: file)
    }

    /// The value of a setting that has a default or must be given.
    func value<Value>(_ setting: Setting<Value>, _ commandLine: Value?) throws(NeSyError) -> Value {
        guard let value = try optional(setting, commandLine) else {
            throw NeSyError(
                .usage, "The option --\(setting.key) is needed.", at: "nesy " + verb.joined(separator: " "),
                expected: setting.expectation,
                found: "no value on the command line, in \(setting.environmentName) or in a file",
                remedy: "nesy \(verb.joined(separator: " ")) --help")
        }
        return value
    }

    /// The value of a setting that may stay unset.
    func optional<Value>(_ setting: Setting<Value>, _ commandLine: Value?) throws(NeSyError) -> Value? {
        let (value, origin) = try lookUp(setting, commandLine)
        resolved.append(ResolvedSetting(key: setting.key, value: value?.json, origin: origin))
        return value
    }

    /// A setting with where its value comes from.
    func resolve<Value>(_ setting: Setting<Value>, _ commandLine: Value?) throws(NeSyError) -> ResolvedSetting {
        let (value, origin) = try lookUp(setting, commandLine)
        return ResolvedSetting(key: setting.key, value: value?.json, origin: origin)
    }

    private func lookUp<Value>(
        _ setting: Setting<Value>, _ commandLine: Value?
    ) throws(NeSyError) -> (value: Value?, origin: ResolvedSetting.Origin) {
        let value: Value?
        let origin: ResolvedSetting.Origin
        if let commandLine {
            (value, origin) = (commandLine, .commandLine)
        } else if let text = environment[setting.environmentName] {
            origin = .environment(setting.environmentName)
            value = try read(text, as: setting, from: origin)
        } else if let file, let entry = file.entry(setting.key, of: verb) {
            origin = .file(file.path, line: entry.line)
            switch entry.content {
            case .word(let word): value = try read(word, as: setting, from: origin)
            case .list(let words):
                value = Value(list: words)
                if value == nil { throw unfit(words.joined(separator: ", "), for: setting, from: origin) }
            }
        } else {
            return (setting.defaultValue, .unset)
        }
        if let value {
            if !value.isFinite { throw unfit("\(value)", for: setting, from: origin) }
            if let constraint = setting.constraint, !constraint.holds(value) {
                throw unfit(value.json.plainText, for: setting, from: origin)
            }
        }
        return (value, origin)
    }

    private func read<Value>(
        _ text: String, as setting: Setting<Value>, from origin: ResolvedSetting.Origin
    ) throws(NeSyError) -> Value {
        guard let value = Value(argument: text) else { throw unfit(text, for: setting, from: origin) }
        return value
    }

    private func unfit<Value>(
        _ text: String, for setting: Setting<Value>, from origin: ResolvedSetting.Origin
    ) -> NeSyError {
        NeSyError(
            .usage, "The option \(setting.key) cannot have this value.", at: origin.description,
            expected: setting.expectation, found: text.isEmpty ? "nothing" : "'\(text)'")
    }
}
