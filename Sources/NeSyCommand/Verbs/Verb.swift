import ArgumentParser
import NeSy

/// A word of the command line that does something, with the options it takes.
protocol Verb: ParsableCommand {
    /// The words that call it: `["generate", "rooms"]`.
    static var path: [String] { get }
    /// Its options beyond those of every verb.
    static var settings: [any SettingDescription] { get }
    var common: CommonOptions { get }
    func carryOut(in session: Session) throws
}

extension Verb {
    static var allSettings: [any SettingDescription] { CommonOptions.settings + settings }

    func run() throws {
        let session = try Session(of: Self.self, common)
        defer { session.console.progress.finish() }
        try carryOut(in: session)
    }
}
