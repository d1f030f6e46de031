/// Letters as lines that a round pen draws, for text in pictures of pixels: at any size, smooth, without a font file.
/// It has the characters of ASCII and some more; accents are left off (`é` is drawn as `e`), and every other character
/// is an empty box.
struct StrokeFont: Sendable, Hashable {
    /// Pixels, as sizes of type are given: capitals are 0.72 of it high.
    let size: Float
    let isBold: Bool

    init(size: Float, isBold: Bool = false) {
        self.size = size
        self.isBold = isBold
    }

    /// Width of the pen in pixels.
    var pen: Float { max(1, size * (isBold ? 0.125 : 0.085)) }

    private var unit: Float { size * 0.72 / 14 }
    /// Between letters, in units.
    private var gap: Float { isBold ? 4.4 : 3.8 }

    func width(of text: String) -> Float {
        let glyphs = StrokeFont.glyphs(of: text)
        return glyphs.reduce(0) { $0 + ($1.width + gap) * unit }
    }

    /// The text, or as much of its beginning as fits, with an ellipsis.
    func shortened(_ text: String, to width: Float) -> String {
        if self.width(of: text) <= width { return text }
        var short = ""
        var used = self.width(of: "…")
        for character in text {
            used += self.width(of: String(character))
            if used > width { break }
            short.append(character)
        }
        while short.last == " " { short.removeLast() }
        return short + "…"
    }

    /// Adds the lines of a text whose first letter stands at `x` on the baseline `y`.
    func draw(_ text: String, x: Float, y: Float, on lines: inout LineDistances) {
        var left = x + pen / 2
        for glyph in StrokeFont.glyphs(of: text) {
            for stroke in glyph.strokes {
                let points = stroke.map { LineDistances.Point(left + $0.x * unit, y - $0.y * unit) }
                for (from, to) in zip(points, points.dropFirst()) { lines.add(from: from, to: to) }
            }
            left += (glyph.width + gap) * unit
        }
    }

    private static func glyphs(of text: String) -> [Glyph] {
        text.unicodeScalars.compactMap { scalar in
            // A mark belongs to the letter before it, which is drawn without.
            if scalar.properties.generalCategory == .nonspacingMark { return nil }
            return glyphs[scalar] ?? glyphs[base(of: scalar)] ?? glyphs[missing]
        }
    }

    /// `e` for `é`, by its name: LATIN SMALL LETTER E WITH ACUTE.
    private static func base(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        let words = (scalar.properties.name ?? "").split(separator: " ")
        guard words.count > 4, words[0] == "LATIN", words[2] == "LETTER", words[4] == "WITH", words[3].count == 1,
            let letter = words[3].unicodeScalars.first
        else { return missing }
        return words[1] == "SMALL" ? letter.properties.lowercaseMapping.unicodeScalars.first ?? letter : letter
    }

    private static let glyphs = Dictionary(
        shapes.map { ($0.0, Glyph(width: $0.width, strokes: $0.strokes)) }, uniquingKeysWith: { first, _ in first })
}
