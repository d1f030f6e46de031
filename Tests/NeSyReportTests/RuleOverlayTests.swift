import NeSyTensor
import Testing

@testable import NeSyReport

@Suite struct RuleOverlayTests {
    /// Two classes, three filters of 2 x 3; filter 1 is used by nobody.
    static func overlay(classes: [String] = ["a <b>", "c & d"], rules: [RuleOverlay.Rule]? = nil) -> RuleOverlay {
        let maps = (0..<classes.count * 18).map { Float($0 % 7) }
        let given = [
            RuleOverlay.Rule(label: "a <b>", detail: "1 of 2", classes: [0], units: [0, 3 * 4 + 2]),
            RuleOverlay.Rule(label: "both", classes: [0, 1], units: [3 * 1, 3 * 2, 3 * 2]),
        ]
        return RuleOverlay(
            layer: "conv/1", classes: classes, height: 2, width: 3, filters: 3, maps: maps, rules: rules ?? given)
    }

    @Test func onlyUsedFiltersHaveAPicture() throws {
        let overlay = Self.overlay()
        #expect(overlay.usedFilters == [0, 2])
        let names = try overlay.files().map(\.name)
        #expect(names == ["conv-1-index.svg", "conv-1-filter-0.svg", "conv-1-filter-2.svg"])
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
        #expect(
            !text.contains("http://") || text.components("http") == 1, "a file of its own, apart from the namespace")
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
        #expect(text.contains("2 of 100 classes") && text.contains("class 98") && !text.contains("class 97"))
    }

    @Test func valuesThatAreNoNumbersDoNoHarm() throws {
        let overlay = RuleOverlay(
            layer: "l", classes: ["a"], height: 1, width: 2, filters: 1, maps: [.nan, .infinity],
            rules: [RuleOverlay.Rule(label: "r", classes: [0], units: [1])])
        #expect(try overlay.picture(of: 0).bytes.count > 500)
    }
}

extension String {
    /// How often a text occurs.
    func components(_ part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count - 1 }
}
