import Testing

@testable import NeSyReport

@Suite struct StrokeFontTests {
    static let font = StrokeFont(size: 20)

    static func drawn(_ text: String, _ font: StrokeFont = font) -> [Float] {
        var lines = LineDistances(width: 200, height: 40, reach: 3)
        font.draw(text, x: 2, y: 25, on: &lines)
        return lines.values
    }

    @Test func everyCharacterOfASCIIHasAShapeOfItsOwn() {
        var shapes = Set([Self.drawn("□")])
        for value in 33...126 {
            let character = String(UnicodeScalar(UInt8(value)))
            #expect(shapes.insert(Self.drawn(character)).inserted, "\(character) looks like another")
        }
        #expect(Self.drawn(" ").allSatisfy { $0 == 3 })
    }

    @Test func accentsAreLeftOff() {
        #expect(Self.drawn("Äéñç") == Self.drawn("Aenc"))
        #expect(Self.drawn("e\u{301}") == Self.drawn("e"))
    }

    @Test(arguments: ["漢", "\u{7}", "😀", "\n", "\u{200D}", "Ω"])
    func unknownCharactersAreBoxes(character: String) {
        #expect(Self.drawn(character) == Self.drawn("□"))
    }

    @Test(arguments: ["", "a", "sky1_building1 is present", "WWWWWWWWWWWWWW", "x                    y"])
    func whatIsTooLongIsCut(text: String) {
        for width: Float in [0, 1, 30, 80, 1000] {
            let short = Self.font.shortened(text, to: width)
            if Self.font.width(of: text) <= width {
                #expect(short == text)
            } else {
                #expect(short.hasSuffix("…") && text.hasPrefix(short.dropLast()) && !short.hasSuffix(" …"))
                #expect(short == "…" || Self.font.width(of: short) <= width)
            }
        }
    }

    /// A name that no picture can hold is cut in one pass over what fits.
    @Test func endlessNamesAreCut() {
        let name = String(repeating: "tooth", count: 40_000)
        let short = Self.font.shortened(name, to: 300)
        #expect(name.hasPrefix(short.dropLast()) && Self.font.width(of: short) <= 300 && short.count > 10)
    }

    /// Ink stays within the width that was promised.
    @Test func widthsAreKept() {
        for text in ["m", "Wwf", "17.49", "@%&", "jgy_"] {
            for isBold in [false, true] {
                let font = StrokeFont(size: 20, isBold: isBold)
                let values = Self.drawn(text, font)
                let columns = values.indices.filter { values[$0] < font.pen / 2 }.map { $0 % 200 }
                #expect(columns.max()! <= 2 + Int(font.width(of: text)) && columns.min()! >= 1)
            }
        }
    }
}
