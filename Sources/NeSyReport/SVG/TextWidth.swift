/// How wide a text is about to be, in a sans-serif font whose metrics nobody knows here: rather too wide than too
/// narrow.
enum TextWidth {
    static func estimate(_ text: String, size: Double, isBold: Bool = false) -> Double {
        let widths = text.reduce(0.0) { $0 + ems($1) }
        return widths * size * (isBold ? 1.1 : 1)
    }

    /// The text, or as much of its beginning as fits, with an ellipsis.
    static func shortened(_ text: String, to width: Double, size: Double, isBold: Bool = false) -> String {
        if estimate(text, size: size, isBold: isBold) <= width { return text }
        var short = ""
        var used = estimate("…", size: size, isBold: isBold)
        for character in text {
            used += estimate(String(character), size: size, isBold: isBold)
            if used > width { break }
            short.append(character)
        }
        while short.last == " " { short.removeLast() }
        return short + "…"
    }

    private static func ems(_ character: Character) -> Double {
        switch character {
        case "i", "j", "l", "I", ".", ",", ";", ":", "'", "|", "!", " ": 0.33
        case "f", "t", "r", "-", "(", ")", "[", "]", "/", "\"": 0.43
        case "m", "w", "M", "W", "@", "%", "…", "→", "≥": 0.93
        case "A"..."Z", "_": 0.7
        case let other where other.unicodeScalars.first.map { $0.value >= 0x1100 } ?? false: 1.05
        default: 0.62
        }
    }
}
