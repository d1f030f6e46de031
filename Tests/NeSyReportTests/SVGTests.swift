import NeSyFormats
import NeSyTensor
import Testing

@testable import NeSyReport

@Suite struct SVGTests {
    @Test(arguments: [
        (0.0, "0"), (-0.001, "0"), (12.0, "12"), (0.5, "0.5"), (-3.25, "-3.25"), (0.05, "0.05"), (-0.5, "-0.5"),
        (1.005, "1"), (99.999, "100"), (1e9, "1000000000"),
    ])
    func numbersAreShort(value: Double, text: String) { #expect(value.shortDecimal == text) }

    @Test(arguments: [
        (0 as Float, "0"), (-0.0, "0"), (1, "1"), (12.34, "12.3"), (-3.25, "-3.25"), (100, "100"), (48_213, "48200"),
        (99_960, "1e5"), (9.996, "10"), (0.1, "0.1"), (0.00812, "0.00812"), (0.000999, "9.99e-4"), (1.5e30, "1.5e30"),
        (.leastNonzeroMagnitude, "1.4e-45"),
    ])
    func quantitiesHaveThreeDigits(value: Float, text: String) { #expect(value.threeDigits == text) }

    @Test func textCannotBecomeMarkup() {
        let nasty = "<b>&\"'\u{1}\n</svg>"
        #expect(nasty.escapedForXML == "&lt;b&gt;&amp;&quot;'\u{FFFD}&#10;&lt;/svg&gt;")
        var out = ""
        SVGElement.text(nasty, x: 1, y: 2).titled(nasty).with("data-name", nasty).write(to: &out)
        #expect(!out.contains("<b>") && out.contains("data-name=\"&lt;b&gt;&amp;&quot;"))
        #expect(out.hasPrefix("<text x=\"1\" y=\"2\"") && out.hasSuffix("</text>"))
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64IsThatOfTheStandard(text: String, code: String) { #expect(Base64.encode(Array(text.utf8)) == code) }

    @Test func longTextEndsInAnEllipsis() {
        let text = "a rather long label of a rule"
        for width in stride(from: 20.0, through: 300, by: 7) {
            let short = TextWidth.shortened(text, to: width, size: 12)
            #expect(short == text || short.hasSuffix("…"))
            #expect(TextWidth.estimate(short, size: 12) <= width)
        }
        #expect(TextWidth.shortened(text, to: 1000, size: 12) == text)
    }

    @Test func pathsAndPaintsAreWritten() {
        var path = SVGPath()
        path.addRectangle(x: 1, y: 2.5, width: 3, height: 4)
        #expect(path.text == "M1 2.5h3v4h-3z")
        let shape = SVGElement.path(path).filled(.ink).filled(.paper).stroked(.colour(Colour(0x00FF7F)), width: 2)
        var out = ""
        shape.write(to: &out)
        #expect(out == "<path d=\"M1 2.5h3v4h-3z\" class=\"f-paper\" stroke=\"#00ff7f\" stroke-width=\"2\"/>")
    }

    /// The style sheet would win over an attribute, so only one of them may be there.
    @Test(arguments: [
        ([Paint.ink, .colour(Colour(0x00FF7F))], "class=\"s-faint\" stroke-width=\"1\" fill=\"#00ff7f\""),
        ([.ink, .none], "class=\"s-faint\" stroke-width=\"1\" fill=\"none\""),
        ([.colour(Colour(0x00FF7F)), .ink], "class=\"s-faint f-ink\" stroke-width=\"1\""),
        ([.none, .muted, .panel], "class=\"s-faint f-panel\" stroke-width=\"1\""),
    ])
    func theLastPaintHolds(paints: [Paint], attributes: String) {
        var shape = SVGElement.circle(x: 1, y: 2, radius: 3).stroked(.faint)
        for paint in paints { shape = shape.filled(paint) }
        var out = ""
        shape.write(to: &out)
        #expect(out == "<circle cx=\"1\" cy=\"2\" r=\"3\" \(attributes)/>")
        var bare = ""
        SVGElement.circle(x: 1, y: 2, radius: 3).filled(.ink).filled(.none).write(to: &bare)
        #expect(bare == "<circle cx=\"1\" cy=\"2\" r=\"3\" fill=\"none\"/>")
    }

    @Test func coloursDiffer() {
        #expect(Set(Palette.categories).count == Palette.categories.count)
        #expect(Set((0..<40).map { Mark($0) }).count == 40)
        #expect(Palette.grey(0).red > Palette.grey(1).red)
        #expect(Palette.grey(.nan) == Palette.grey(0) && Palette.grey(7) == Palette.grey(1))
    }

    @Test func montagesPlaceTiles() {
        let tile = RasterImage(width: 1, height: 1, channels: 1, [7]).enlarged(by: 2)
        let sheet = Montage([tile, nil, tile], columns: 2, gap: 1).image()
        #expect((sheet.width, sheet.height, sheet.channels) == (7, 7, 3))
        #expect(sheet[1, 1, 0] == 7 && sheet[2, 2, 2] == 7 && sheet[4, 1, 0] == 255 && sheet[1, 4, 0] == 7)
        #expect(RasterImage(pixels: Tensor([1, 3, 1], [-1, 0.5, .nan])).integers == [0, 128, 0])
    }
}
