import ArgumentParser
import NeSy

/// What an option can hold: read from one word of the command line, the environment or a file.
protocol SettingValue: ExpressibleByArgument, Sendable {
    /// What a value must be, for messages: "a whole number".
    static var expectation: String { get }
    var json: JSON { get }
}

extension Int: SettingValue {
    static var expectation: String { "a whole number" }
    var json: JSON { .integer(self) }
}

extension Double: SettingValue {
    static var expectation: String { "a number" }
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
