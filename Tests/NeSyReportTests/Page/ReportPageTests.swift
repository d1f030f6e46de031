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
            contents.evaluated?.uncovered = 103
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
        for reference in ["aria-labelledby", "aria-controls"] {
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
        let words = "No rule applies to \(uncovered) of 240 test images; they get no class from the rules."
        #expect(uncovered > 0 && section.text.contains(words))
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
        #expect(section.text.contains("in both") && section.text.contains("fridge1; 1 without a name"))
    }

    /// The numbers of two networks' filters have nothing to do with each other: rules that speak of one without a name
    /// are not "in both", not even in a run beside itself.
    @Test func filtersWithoutNamesAreNotShared() throws {
        var sample = SampleReport()
        func shared(_ names: [String?]) throws -> Int {
            sample.names = names
            let contents = try sample.contents()
            let page = ParsedPage(ReportPage(contents, against: contents).files()[0].bytes)
            return page.all("small").count { $0.text == "in both" }
        }
        #expect(try shared([nil, nil, nil]) == 0)
        #expect(try shared(["sink1", "bed1", "tub1", "stove1", "rug1"]) == 2 * 5)
        // The last two rules speak of the last predicate themselves, the one before them in an exception.
        #expect(try shared(["sink1", "bed1", "tub1", "stove1", nil]) == 2 * 2)
    }

    private func section(_ id: String, _ contents: ReportContents) throws -> String {
        let page = ParsedPage(ReportPage(contents).files()[0].bytes)
        return try #require(page.all("section").first { $0.attributes["id"] == id }).text
    }

    /// Images that a default class takes have a class, though no rule applies to them; all are counted, also those that
    /// are not listed.
    @Test func theDefaultClassIsNoRule() throws {
        var contents = try SampleReport().contents()
        contents.images.removeLast(140)
        let count = try #require(contents.evaluated).uncovered
        #expect(
            try section("uncovered", contents).contains("No rule applies to \(count) of 240 test images; they get no"))
        contents.program.defaultClass = 1
        contents.evaluated?.unclassified = 0
        contents.evaluated?.uncovered = 103
        let page = ParsedPage(ReportPage(contents).files()[0].bytes)
        let words = page.all("section").filter { ["uncovered", "summary"].contains($0.attributes["id"] ?? "") }
            .map(\.text).joined()
        #expect(words.contains("No class from the rules\n0.0\u{A0}%"))
        #expect(words.contains("No rule applies to 103 of 240 test images; they count as bedroom."))
        contents.evaluated?.uncovered = 0
        #expect(try section("uncovered", contents).contains("Some rule applies to every one of the test images."))
    }

    /// Rules and exceptions are told apart wherever they are counted.
    @Test func exceptionsAreCounted() throws {
        let contents = try SampleReport().contents()
        let size = contents.program.size
        let summary = try section("summary", contents)
        #expect(size.topRules == 7 && size.exceptions == 3)
        #expect(summary.contains("7 rules and 3 exceptions over 7 predicates say what"))
        #expect(summary.contains("7 rules\nand 3 exceptions; "))
    }

    @Test func thePageSaysHowItsRulesDecide() throws {
        var contents = try SampleReport().contents()
        for (form, words) in [(RuleProgram.Form.decisionList, "tried in order"), (.ruleSet, "if any rule applies")] {
            contents.program.form = form
            for id in ["rules", "about"] { #expect(try section(id, contents).contains(words)) }
        }
        #expect(try !section("about", contents).contains("tried in order"))
        var other = contents
        (other.program.form, other.title) = (.decisionList, "other")
        let page = ParsedPage(ReportPage(contents, against: other).files()[0].bytes)
        let about = try #require(page.all("section").first { $0.attributes["id"] == "about" }).text
        #expect(about.contains("Of rooms-gap: An image") && about.contains("Of other: The rules are tried in order"))
    }

    /// What is taken for what most often is said of one pair only where no other is as frequent.
    @Test(arguments: [
        ([[9, 3, 0], [0, 9, 1], [0, 0, 9]], "take a for b most often (3 images)."),
        ([[9, 3, 0], [0, 9, 3], [0, 0, 9]], "take a for b and b for c most often (3 images each)."),
        ([[9, 3, 0], [0, 9, 3], [3, 0, 9]], "take, for example, a for b (3 images, as many as for each of 2"),
    ])
    func ties(counts: [[Int]], words: String) throws {
        let classes = ["a", "b", "c"]
        var contents = ReportContents(
            title: "", classes: classes,
            program: RuleProgram(form: .decisionList, classes: classes, attributes: [], rules: []))
        contents.evaluated = SplitFigures(images: 30, accuracy: 0.9, unclassified: 0, uncovered: 0)
        contents.ruleConfusion = ConfusionMatrix(given: classes, named: classes, counts: counts)
        #expect(ReportRun(contents, prefix: "").abstract.last?.contains(words) == true)
    }

    /// A class that a predicate never holds for has no bar of its own.
    @Test func predicatesHoldForSomeClasses() throws {
        var contents = try SampleReport().contents()
        contents.predicates = contents.predicates.map { entry in
            var entry = entry
            entry.holds = [0, 7, 0]
            return entry
        }
        contents.predicates[0].holds = [0, 0, 0]
        let page = ParsedPage(ReportPage(contents).files()[0].bytes)
        let sheets = page.all("details").filter { $0.attributes["class"] == "sheet" }
        #expect(sheets[0].text.contains("Holds for none of the test images."))
        #expect(sheets[1].text.contains("and for none of 2 other classes") && !sheets[1].text.contains("0.0"))
    }

    /// What only the screen can do is not said on paper, by a rule that is no weaker than the one it overrides.
    @Test func paperHasNothingToClick() throws {
        let page = ParsedPage(try ReportPageTests.pages(.signs)[0].bytes)
        let style = try #require(page.all("style").first).text
        let paper = try #require(style.components(separatedBy: "@media print{").last)
        #expect(paper.contains(".sheet[open]>summary::before{content:none}") && paper.contains(".chooser,"))
        #expect(paper.contains(".on-screen{display:none!important}"))
        for words in ["unfolded; the others open with a click.", "Each name leads to what it looks at."] {
            let element = try #require(page.elements.last { $0.text.hasSuffix(words) })
            #expect(element.attributes["class"]?.hasSuffix("on-screen") == true)
        }
        let chooser = try #require(page.elements.first { $0.attributes["id"] == "chooser" })
        #expect(chooser.text.hasPrefix("Choose an image") && chooser.attributes["hidden"] != nil)
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
        // Words, and room for pictures within 8 MB.
        #expect(files[0].bytes.count < 5_000_000)
        let page = ParsedPage(files[0].bytes)
        let sheets = page.all("details").filter { $0.attributes["class"] == "sheet" }
        #expect(sheets.count == 1000 && sheets.count { $0.attributes["open"] != nil } == ReportPage.Limits.openSheets)
        #expect(page.all("p").contains { $0.text == "The first 24 are unfolded; the others open with a click." })
        #expect(page.all("summary").contains { $0.text == "Rules 61 to 1,000" })
        // As small as reports have them, a picture beside each still fits.
        (sample.tiles, sample.tileSide) = (1, 56)
        #expect(ReportPage(try sample.contents()).files()[0].bytes.count < 8_000_000)
    }

    /// Every colour of text and of what is no text but read on every ground it stands on, by the formula of WCAG 2.
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
            // No text: bars, and the line below an image.
            #expect(contrast(Role.undecided.light, ground.light) >= 3)
            #expect(contrast(Role.undecided.dark, ground.dark) >= 3)
        }
        for (link, ground) in [(PageStyle.lightLink, Role.paper.light), (PageStyle.darkLink, Role.paper.dark)] {
            #expect(contrast(link, ground) >= 4.5)
        }
    }
}
