import Foundation

/// Colour, where a person sees it.
struct Style: Sendable {
    enum Colour: Int, Sendable {
        case red = 31
    }

    let isColoured: Bool

    /// No colour in files and pipes, on dumb terminals, or when `NO_COLOR` is set to anything.
    static var standardError: Style {
        let environment = ProcessInfo.processInfo.environment
        let refused = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        return Style(isColoured: StandardStream.error.isTerminal && !refused)
    }

    func emphasise(_ text: String, _ colour: Colour) -> String {
        isColoured ? "\u{1B}[1;\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }
}
