import Foundation
import NeSyLogic
import NeSyTestSupport
import Testing

@testable import NeSyReport

@Suite struct ReportPageTests {
    /// Names that would be markup, end a script or an attribute, or be no XML.
    static let nasty = ["<b>&\"", "</script><script>alert(1)</script>", "a'b \u{1}\u{2028}\n]]>", "été 日本 <!--"]

    enum Kind: CaseIterable { case small, two, assets, nasty, bare, oneClass, signs }

    static func pages(_ kind: Kind) throws -> [ReportFile] {
        switch kind {
        case .small: return ReportPage(try SampleReport().contents()).files()
        case .assets: return ReportPage(try SampleReport().contents()).files(.assets(folder: "a <b> folder"))
        case .two:
            var other = SampleReport()
            (other.title, other.seed, other.names) = ("rooms-flat", 3, ["sink1", "bed1", nil, "tub1"])
            return ReportPage(try SampleReport().contents(), against: try other.contents()).files()
        case .nasty:
            var sample = SampleReport()
            (sample.title, sample.classes, sample.names) = (nasty[1], nasty, nasty.map { $0 } + [nil])
            return ReportPage(try sample.contents(), against: try sample.contents()).files()
        case .bare:
            let program = RuleProgram(form: .decisionList, classes: ["a"], attributes: [], rules: [])
            return ReportPage(ReportContents(title: "bare", classes: ["a"], program: program)).files()
        case .oneClass:
            var contents = try SampleReport().contents()
            contents.program.form = .ruleSet
            contents.program.defaultClass = 1
            return ReportPage(contents).files()
        case .signs:
            var sample = SampleReport()
            sample.classes = (0..<43).map { "sign \($0)" }
            sample.names = (0..<90).map { "shape\($0)" }
            (sample.images, sample.tiles, sample.tileSide) = (430, 2, 24)
            return ReportPage(try sample.contents()).files()
        }
    }

    @Test(arguments: Kind.allCases)
    func thePageIsWholeAndLeadsSomewhere(kind: Kind) throws {
        let files = try ReportPageTests.pages(kind)
        let page = ParsedPage(files[0].bytes)
        #expect(page.failure == nil)
        #expect(Set(page.ids).count == page.ids.count, "an id appears twice")
        let beside = Set(files.dropFirst().map(\.path.escapedForAddress))
        for address in page.addresses {
            if address.hasPrefix("#") {
                #expect(page.ids.contains(String(address.dropFirst())), "\(address) leads nowhere")
            } else if !address.hasPrefix("data:") {
                #expect(beside.contains(address), "\(address) is not there")
            }
        }
        for reference in ["aria-labelledby", "aria-controls", "for"] {
            for element in page.elements {
                if let id = element.attributes[reference] { #expect(page.ids.contains(id)) }
            }
        }
    }

    @Test(arguments: Kind.allCases)
    func nothingComesFromTheNetwork(kind: Kind) throws {
        let files = try ReportPageTests.pages(kind)
        let text = String(decoding: files[0].bytes, as: UTF8.self)
        for address in ["http://", "https://", "src=\"//", "href=\"//", "url(//", "@import"] {
            #expect(!text.contains(address), "\(address) is on the page")
        }
        #expect(text.prefix(4096).contains(ReportPage.generatorMark))
        #expect(text.contains("default-src 'none'"))
        #expect((kind == .assets) == (files.count > 1))
    }

    /// Landmarks, one heading of each level above the next, names for all that is drawn or chosen.
    @Test(arguments: Kind.allCases)
    func thePageCanBeHeard(kind: Kind) throws {
        let page = ParsedPage(try ReportPageTests.pages(kind)[0].bytes)
        for landmark in ["header", "nav", "main", "footer", "h1", "title"] {
            #expect(page.all(landmark).count >= 1, "no \(landmark)")
        }
        #expect(page.all("h1").count == 1 && page.all("main").count == 1)
        #expect(page.all("html")[0].attributes["lang"] == "en")
        #expect(page.all("a")[0].attributes["href"] == "#main", "the first link skips to the report")
        let levels = page.elements.map(\.name).filter { $0.count == 2 && $0.hasPrefix("h") }
            .compactMap { Int($0.dropFirst()) }
        for (level, next) in zip(levels, levels.dropFirst()) { #expect(next <= level + 1) }
        for element in page.all("img") { #expect(element.attributes["alt"]?.isEmpty == false) }
        for element in page.elements {
            guard ["svg", "nav"].contains(element.name) || element.attributes["role"] == "img" else { continue }
            #expect(element.attributes["aria-label"]?.isEmpty == false, "a \(element.name) without a name")
        }
        for table in page.elements.indices where page.elements[table].name == "table" {
            #expect(page.elements[table + 1].name == "caption")
        }
        for heading in page.all("th") { #expect(["col", "row"].contains(heading.attributes["scope"] ?? "")) }
        for section in page.all("section") { #expect(section.attributes["aria-labelledby"] != nil) }
    }

    @Test func namesStayText() throws {
        let files = try ReportPageTests.pages(.nasty)
        let page = ParsedPage(files[0].bytes)
        #expect(page.all("script").count == 2 && page.all("style").count == 1)
        let text = String(decoding: files[0].bytes, as: UTF8.self)
        #expect(!text.contains("alert(1)</script>") && !text.contains("<b>&\""))
        // The browser's parser, which knows no CDATA, ends a script at the first end tag.
        #expect(text.components(separatedBy: "</script").count == 3)
        #expect(page.all("h1")[0].text.contains("</script><script>alert(1)</script>"))
        #expect(page.all("b").contains { $0.text == "<b>&\"" })
        let data = try #require(page.all("script").first { $0.attributes["id"] == "data" }).text
        let object = try #require(try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any])
        #expect(object["classes"] as? [String] == ReportPageTests.nasty)
    }

    @Test func everythingIsSaid() throws {
        let contents = try SampleReport().contents()
        let page = ParsedPage(ReportPage(contents).files()[0].bytes)
        let titles = page.all("h2").map(\.text)
        #expect(
            titles == [
                "Summary", "Rules", "Predicates", "Classes", "Uncovered images", "Explorer", "Learning", "About",
            ])
        // Every rule has its row with support and precision, and links to the sheets of its predicates.
        for (position, record) in contents.rules.enumerated() {
            let row = try #require(page.elements.first { $0.attributes["id"] == "rule-\(position + 1)" })
            let support = try #require(record.evaluated)
            #expect(row.text.contains("\(support.fired)"))
            if let precision = support.precision { #expect(row.text.contains(precision.percent)) }
        }
        #expect(page.all("pre")[0].text == contents.program.text(.concepts(names: names(contents))))
        for sheet in contents.predicates {
            let details = try #require(page.elements.first { $0.attributes["id"] == "predicate-\(sheet.attribute)" })
            #expect(details.name == "details" && details.text.contains(sheet.name ?? sheet.attribute))
            #expect(details.text.contains("on from 1.95"))
        }
        #expect(page.all("img").count == contents.predicates.reduce(0) { $0 + $1.tiles.count - 1 })
        let uncovered = contents.images.count { contents.patterns[$0.pattern].justification.className == nil }
        let section = try #require(page.all("section").first { $0.attributes["id"] == "uncovered" })
        #expect(uncovered > 0 && section.text.contains("No rule applies to \(uncovered) of 240 test images."))
        for fact in contents.facts { #expect(page.all("dd").contains { $0.text == fact.value }) }
    }

    private func names(_ contents: ReportContents) -> [String: String] {
        let pairs = contents.predicates.compactMap { sheet in sheet.name.map { (sheet.attribute, $0) } }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    @Test func twoRunsStandSideBySide() throws {
        let page = ParsedPage(try ReportPageTests.pages(.two)[0].bytes)
        #expect(page.all("h1")[0].text == "rooms-gap beside rooms-flat")
        #expect(page.ids.contains("comparison") && page.ids.contains("b-rule-1") && page.ids.contains("b-predicate-f2"))
        let section = try #require(page.all("section").first { $0.attributes["id"] == "comparison" })
        #expect(section.text.contains("Rules right, test") && section.text.contains("−3"))
        #expect(page.all("tr").contains { $0.attributes["class"] == "differs" && $0.text.contains("Seed") })
        // The first rules of both say the same in the same names.
        #expect(section.text.contains("in both"))
    }

    @Test func theSamePageComesOutTwice() throws {
        for kind in [Kind.two, .assets] {
            #expect(try ReportPageTests.pages(kind) == ReportPageTests.pages(kind))
        }
    }

    /// Forty predicates with ten photographs each stay below 8 MB, and cost little more than their pictures.
    @Test func aPageIsNoLargerThanItsPictures() throws {
        var sample = SampleReport()
        sample.names = (0..<40).map { "concept\($0)" }
        (sample.tileSide, sample.images, sample.thumbnails) = (112, 600, 300)
        let contents = try sample.contents()
        var pictures = contents.predicates.flatMap { $0.tiles.map(\.picture.bytes.count) }.reduce(0, +)
        pictures += contents.thumbnails?.sheets.reduce(0) { $0 + $1.bytes.count } ?? 0
        let page = ReportPage(contents).files()[0].bytes.count
        #expect(page < 8_000_000)
        #expect(page < pictures * 4 / 3 + 900_000)
    }

    @Test func aThousandPredicatesAreFolded() throws {
        var sample = SampleReport()
        sample.names = (0..<1000).map { $0 % 7 == 0 ? nil : "concept\($0)" }
        (sample.tiles, sample.tileSide, sample.images, sample.thumbnails) = (0, 24, 60, 0)
        let files = ReportPage(try sample.contents()).files()
        #expect(files[0].bytes.count < 12_000_000)
        let page = ParsedPage(files[0].bytes)
        let sheets = page.all("details").filter { $0.attributes["class"] == "sheet" }
        #expect(sheets.count == 1000 && sheets.count { $0.attributes["open"] != nil } == ReportPage.Limits().openSheets)
        #expect(page.all("p").contains { $0.text == "The first 24 are unfolded; the others open with a click." })
        #expect(page.all("summary").contains { $0.text == "Rules 61 to 1,000" })
    }

    /// Every colour of text on every ground it stands on, by the formula of WCAG 2.
    @Test func textStandsOut() {
        func luminance(_ colour: Colour) -> Double {
            let parts = [colour.red, colour.green, colour.blue].map { value -> Double in
                let share = Double(value) / 255
                return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        func contrast(_ one: Colour, _ two: Colour) -> Double {
            let (low, high) = (min(luminance(one), luminance(two)), max(luminance(one), luminance(two)))
            return (high + 0.05) / (low + 0.05)
        }
        for ground in [Role.paper, .panel] {
            for role in [Role.ink, .muted, .right, .wrong] {
                #expect(contrast(role.light, ground.light) >= 4.5)
                #expect(contrast(role.dark, ground.dark) >= 4.5)
            }
        }
        for (link, ground) in [(PageStyle.lightLink, Role.paper.light), (PageStyle.darkLink, Role.paper.dark)] {
            #expect(contrast(link, ground) >= 4.5)
        }
    }
}
