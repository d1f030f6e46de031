import NeSyJSON
import NeSyLogic

/// The report of a run as an HTML page that people send to each other: what the network knows, what each predicate
/// looks at, how good the rules are, and why they say what they say about any image. With a second run, the two side
/// by side.
///
/// The page needs no network. It can be read without its script, which only chooses among images; printed, everything
/// is unfolded.
public struct ReportPage: Sendable {
    /// Where the pictures are.
    public enum Layout: Sendable, Hashable {
        /// In the page, which is the only file.
        case single
        /// In files of a folder beside the page.
        case assets(folder: String)
    }

    /// What the page shows at most; what is left out is said on the page.
    enum Limits {
        /// Sheets of predicates that are unfolded from the start.
        static let openSheets = 24
        /// Sheets of predicates with a plot of their norms.
        static let histograms = 250
        /// Rules that are unfolded from the start.
        static let openRules = 60
        /// Images in the list of those that no rule covers.
        static let uncoveredImages = 200
        /// Combinations of predicates that are explained without the script, the most frequent first.
        static let explainedPatterns = 12
        /// Pairs of classes in the list of confusions.
        static let confusions = 12
    }

    /// What every page has among its first 4,096 bytes, so that a program knows its own.
    public static let generatorMark = HTMLDocument.generatorMark

    public let contents: ReportContents
    public let other: ReportContents?

    /// - Parameter other: the run to compare with.
    /// - Precondition: there is a sheet for every attribute that a program uses, and what is referred to by an index
    ///   exists.
    public init(_ contents: ReportContents, against other: ReportContents? = nil) {
        self.contents = contents
        self.other = other
    }

    /// The page first, then what lies beside it.
    public func files(_ layout: Layout = .single) -> [ReportFile] {
        var assets = PageAssets(layout)
        let run = ReportRun(contents, prefix: "")
        let second = other.map { ReportRun($0, prefix: "b-") }
        for one in [run, second].compactMap({ $0 }) { addGlimpses(of: one, &assets) }
        let body = body(run, second, &assets)
        let title = second.map { "\(contents.title) and \($0.contents.title)" } ?? contents.title
        let document = HTMLDocument(
            title: "\(title) · NeSy report", summary: run.abstract.joined(separator: " "),
            pictures: layout == .single ? .inside : .beside,
            style: PageStyle.text + assets.style,
            data: run.explorerData, script: PageScript.text, body: body)
        return [ReportFile(path: "report.html", bytes: Array(document.text.utf8))] + assets.files
    }

    /// The image that excites a predicate most is shown wherever the predicate is named, and stored once.
    private func addGlimpses(of run: ReportRun, _ assets: inout PageAssets) {
        for (index, sheet) in run.contents.predicates.enumerated() {
            guard let tile = sheet.tiles.first else { continue }
            assets.addGround(
                tile.picture, class: run.ground(predicate: index), file: "\(run.anchor(predicate: index))-1")
        }
    }

    private func body(_ run: ReportRun, _ second: ReportRun?, _ assets: inout PageAssets) -> [HTML] {
        var sections = [PageSection(id: "summary", title: "Summary", content: summary(run, second))]
        if let second {
            sections.append(PageSection(id: "comparison", title: "Comparison", content: comparison(run, second)))
        }
        sections.append(PageSection(id: "rules", title: "Rules", content: rules(run)))
        sections.append(PageSection(id: "predicates", title: "Predicates", content: predicates(run, &assets)))
        sections.append(PageSection(id: "classes", title: "Classes", content: classes(run)))
        sections.append(PageSection(id: "uncovered", title: "Uncovered images", content: uncovered(run, &assets)))
        sections.append(PageSection(id: "explorer", title: "Explorer", content: explorer(run, &assets)))
        sections.append(PageSection(id: "learning", title: "Learning", content: learning(run)))
        if let second {
            let title = "Predicates of \(second.contents.title)"
            sections.append(PageSection(id: "b-predicates", title: title, content: predicates(second, &assets)))
        }
        sections.append(PageSection(id: "about", title: "About", content: about(run, second)))
        sections.removeAll { $0.content.isEmpty }
        let heading = second.map { "\(contents.title) beside \($0.contents.title)" } ?? contents.title
        return [
            .link("#main", "skip", ["Skip to the report"]),
            HTML(
                .header, "top",
                [HTML(.p, "over", ["What the network knows"]), HTML(.h1, "", [.text(heading)])]),
            HTML(
                .nav, "sections",
                [HTML(.ul, "", sections.map { HTML(.li, "", [.link("#\($0.id)", "", [.text($0.title)])]) })]
            ).with(.ariaLabel, "Sections"),
            HTML(
                .main, "",
                sections.map { section in
                    HTML(
                        .section, section.id,
                        [HTML(.h2, "", [.text(section.title)]).with(.id, "\(section.id)-title")] + section.content
                    ).with(.id, section.id).with(.ariaLabelledBy, "\(section.id)-title")
                }
            ).with(.id, "main"),
            HTML(.footer, "", [HTML(.p, "", ["Made by NeSy. Nothing on this page comes from the network."])]),
        ]
    }
}
