import NeSyLogic
import NeSyTensor

/// The contents of one run with what the sections of the page need again and again: names, anchors, who uses what.
struct ReportRun {
    let contents: ReportContents
    /// Before every id, so that two runs fit on one page.
    let prefix: String
    private let sheetByAttribute: [String: Int]
    /// Per predicate the rules that speak of it, themselves or in an exception; ascending.
    let rulesByPredicate: [[Int]]
    /// What the rules say about each image.
    let verdicts: [Verdict]

    enum Verdict: String {
        case right, wrong
        /// The rules give no class.
        case unclassified
    }

    init(_ contents: ReportContents, prefix: String) {
        self.contents = contents
        self.prefix = prefix
        let sheets = Dictionary(
            contents.predicates.enumerated().map { ($1.attribute, $0) }, uniquingKeysWith: { first, _ in first })
        sheetByAttribute = sheets
        let program = contents.program
        var users = [Set<Int>](repeating: [], count: contents.predicates.count)
        for (position, rule) in program.rules.enumerated() {
            let exceptions = program.exceptions(behind: rule.clause)
            for literal in rule.body + exceptions.flatMap({ program.exceptions[$0].body }) {
                if let sheet = sheets[literal.attribute] { users[sheet].insert(position) }
            }
        }
        rulesByPredicate = users.map { $0.sorted() }
        let classes = Dictionary(
            program.classes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        verdicts = contents.images.map { image in
            guard let named = contents.patterns[image.pattern].justification.className else { return .unclassified }
            return classes[named] == contents.targets[image.classIndex] ? .right : .wrong
        }
    }

    /// - Precondition: the attribute has a sheet.
    func predicate(_ attribute: String) -> Int {
        guard let sheet = sheetByAttribute[attribute] else { preconditionFailure("\(attribute) has no sheet") }
        return sheet
    }

    func name(_ predicate: Int) -> String {
        contents.predicates[predicate].name ?? contents.predicates[predicate].attribute
    }

    func anchor(predicate: Int) -> String {
        "\(prefix)predicate-\(contents.predicates[predicate].attribute.asFileName)"
    }

    func anchor(rule: Int) -> String { "\(prefix)rule-\(rule + 1)" }

    /// The class of the style sheet that shows the image which excites a predicate most.
    func ground(predicate: Int) -> String { "\(prefix)t\(predicate)" }

    /// `test images`, `validation images`.
    var evaluatedImages: String { "\(contents.evaluatedOn) images" }

    /// A colour for a class, where there are not so many that colours recur.
    func swatch(class index: Int?) -> [HTML] {
        guard let index, contents.classes.count <= Palette.categories.count else { return [] }
        return [
            HTML(.span, "swatch").with(.style, "background:\(Palette.categories[index].hex)").with(.ariaHidden, "true")
        ]
    }

    /// The class of the data set that a class of the program is, if it is one.
    func classIndex(ofProgramClass index: Int) -> Int? {
        contents.classes.firstIndex(of: contents.program.classes[index])
    }
}

extension Literal {
    /// Of a Boolean attribute: whether the literal asks for `1`.
    var wantsOne: Bool { test.holds(for: .string("1")) }
}
