import NeSyTensor
import Testing

@testable import NeSyReport

@Suite struct RuleOverlayTests {
    /// Two classes, three filters of 2 x 3; filter 1 is used by nobody.
    static func overlay(
        layer: String = "conv1", classes: [String] = ["a <b>", "c & d"], rules: [RuleOverlay.Rule]? = nil
    ) -> RuleOverlay {
        let maps = (0..<classes.count * 18).map { Float($0 % 7) }
        let given = [
            RuleOverlay.Rule(label: "a <b>", detail: "1 of 2", classes: [0], units: [0, 3 * 4 + 2]),
            RuleOverlay.Rule(label: "both", classes: [0, 1], units: [3 * 1, 3 * 2, 3 * 2]),
        ]
        return RuleOverlay(
            layer: layer, classes: classes, height: 2, width: 3, filters: 3, maps: maps, rules: rules ?? given)
    }

    @Test func onlyUsedFiltersHaveAPicture() throws {
        let overlay = Self.overlay()
        #expect(overlay.usedFilters == [0, 2])
        let names = try overlay.files().map(\.name)
        #expect(names == ["conv1-index.svg", "conv1-filter-0.svg", "conv1-filter-2.svg"])
    }

    @Test func layersOfSimilarNamesHaveFilesOfTheirOwn() throws {
        let names = try ["conv/1", "conv-1", "conv 1"].flatMap { try Self.overlay(layer: $0).files().map(\.name) }
        #expect(Set(names).count == 9 && names.contains("conv-1-index.svg"))
        #expect(names.allSatisfy { !$0.contains("/") && !$0.contains(" ") })
    }

    @Test func rulesKeepTheirColourAcrossClasses() throws {
        let overlay = Self.overlay()
        let parts = overlay.parts(in: 0)
        #expect(parts.map(\.rule.label) == ["both", "a <b>"])
        #expect(parts.map(\.positions) == [[1, 2], [0]])
        let text = String(decoding: try overlay.picture(of: 0).bytes, as: UTF8.self)
        // Two panels and the legend; one panel and the legend.
        #expect(text.components(Mark(0).colour.hex) == 3)
        #expect(text.components(Mark(1).colour.hex) == 2)
        #expect(text.contains("a &lt;b&gt;") && !text.contains("<b>"))
        #expect(text.components("data:image/png;base64,") == 2)
        #expect(text.components("http") == 1, "a file of its own, apart from the namespace")
    }

    @Test func noMoreRulesAreToldApartThanAnEyeCanFollow() throws {
        let rules = (0..<50).map { RuleOverlay.Rule(label: "rule \($0)", classes: [0], units: [3 * ($0 % 6)]) }
        let overlay = Self.overlay(rules: rules)
        #expect(overlay.parts(in: 0).map { $0.mark != nil } == (0..<50).map { $0 < 20 })
        let text = String(decoding: try overlay.picture(of: 0).bytes, as: UTF8.self)
        #expect(text.contains("30 more rules") && text.contains("rule 19") && !text.contains("rule 20"))
    }

    @Test func picturesAreTheSameEveryTime() throws {
        #expect(try Self.overlay().files() == Self.overlay().files())
    }

    @Test func manyClassesShowThoseOfTheRules() throws {
        let names = (0..<100).map { "class \($0)" }
        let overlay = Self.overlay(
            classes: names, rules: [RuleOverlay.Rule(label: "r", classes: [3, 98], units: [0])])
        #expect(overlay.shownClasses(overlay.parts(in: 0)) == [3, 98])
        let text = String(decoding: try overlay.picture(of: 0).bytes, as: UTF8.self)
        #expect(text.contains("Classes shown: 2 of 100, those that"))
        #expect(text.contains("class 98") && !text.contains("class 97"))
    }

    /// What is left out is said, in the picture of a filter and on the sheet.
    @Test func classesThatFindNoPlaceAreReported() throws {
        let names = (0..<100).map { "class \($0)" }
        let overlay = Self.overlay(
            classes: names, rules: [RuleOverlay.Rule(label: "r", classes: Array(0..<57), units: [0])])
        for file in [try overlay.picture(of: 0)] + (try overlay.sheets(of: [0])) {
            let text = String(decoding: file.bytes, as: UTF8.self)
            #expect(text.contains("Classes shown: 40 of 100, the first of the 57 that the rules name."))
            #expect(text.contains("class 39<") && !text.contains("class 40<"))
        }
    }

    @Test(arguments: [
        ([Float.nan, .infinity], "0", "0"), ([-Float.infinity, 2.5], "0", "2.5"), ([1e30, 0], "0", "1e30"),
        ([1e-4, 0], "0", "1e-4"), ([-Float.greatestFiniteMagnitude, .greatestFiniteMagnitude], "-3.4e38", "3.4e38"),
    ])
    func valuesThatAreNoNumbersDoNoHarm(maps: [Float], low: String, high: String) throws {
        let overlay = RuleOverlay(
            layer: "l", classes: ["a"], height: 1, width: 2, filters: 1, maps: maps,
            rules: [RuleOverlay.Rule(label: "r", classes: [0], units: [1])])
        let text = String(decoding: try overlay.picture(of: 0).bytes, as: UTF8.self)
        #expect(text.contains("class=\"f-muted\">\(low)</text>"))
        #expect(text.contains("text-anchor=\"end\" class=\"f-muted\">\(high)</text>"))
        #expect(text.hasSuffix("</svg>\n"))
    }
}

extension String {
    /// How often a text occurs.
    func components(_ part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count - 1 }
}
