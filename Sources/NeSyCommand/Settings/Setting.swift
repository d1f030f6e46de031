import ArgumentParser
import NeSy

/// One option: its name everywhere, its default and its help. The same value declares the option of the
/// command line, the environment variable and the key of the file.
struct Setting<Value: SettingValue>: Sendable {
    /// How a shell completes the value.
    enum Completion: Sendable {
        case byType
        case file(extensions: [String])
        case directory
    }

    /// The long option without its dashes, and the key of the file.
    let key: String
    let help: String
    let defaultValue: Value?
    /// What happens without a value, when there is no default: "all processors".
    let absence: String?
    let constraint: Constraint<Value>?
    let completion: Completion

    init(
        _ key: String, default defaultValue: Value? = nil, absence: String? = nil, _ help: String,
        _ constraint: Constraint<Value>? = nil, completion: Completion = .byType
    ) {
        self.key = key
        self.help = help
        self.defaultValue = defaultValue
        self.absence = absence
        self.constraint = constraint
        self.completion = completion
    }

    var expectation: String {
        constraint.map { "\(Value.expectation) \($0.words)" } ?? Value.expectation
    }
}

/// A setting whatever its type, for lists of them.
protocol SettingDescription: Sendable {
    var key: String { get }
    var help: String { get }
    var absence: String? { get }
    func resolve(by resolver: SettingsResolver) throws(NeSyError) -> ResolvedSetting
}

extension SettingDescription {
    /// `batch-size` → `NESY_BATCH_SIZE`.
    var environmentName: String { "NESY_" + key.uppercased().replacing("-", with: "_") }
}

extension Setting: SettingDescription {
    func resolve(by resolver: SettingsResolver) throws(NeSyError) -> ResolvedSetting {
        try resolver.resolve(self, nil)
    }
}
