import ArgumentParser
import NeSy

/// What an option can hold: read from one word of the command line, the environment or a file.
protocol SettingValue: ExpressibleByArgument, Sendable {
    /// What a value must be, for messages: "a whole number".
    static var expectation: String { get }
    var json: JSON { get }
    /// False for infinity and for what is no number, which are read as numbers but never make sense.
    var isFinite: Bool { get }
    /// A value from a list in a file.
    init?(list: [String])
}

extension SettingValue {
    var isFinite: Bool { true }

    init?(list: [String]) {
        guard list.count == 1 else { return nil }
        self.init(argument: list[0])
    }
}

extension Int: SettingValue {
    static var expectation: String { "a whole number" }
    var json: JSON { .integer(self) }
}

extension Double: SettingValue {
    static var expectation: String { "a finite number" }
    var json: JSON { .number(self) }
}

extension String: SettingValue {
    static var expectation: String { "a text" }
    var json: JSON { .string(self) }
}

extension Bool: SettingValue {
    static var expectation: String { "true or false" }
    var json: JSON { .bool(self) }
}

extension SettingValue where Self: CaseIterable & RawRepresentable, RawValue == String {
    static var expectation: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
    var json: JSON { .string(rawValue) }
}
