import NeSyFormats
import NeSyLogic
import NeSyPipeline
import NeSyReport
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct ExplanationTests {
    let folder = TemporaryFolder()
    let backend = SmallRooms.backend(threads: 2)
    let image: RasterImage

    /// A run whose rules are replaced by others.
    init() throws {
        let dataset = try SmallRooms.dataset()
        let (device, pool) = backend
        var stage = SmallRooms.stage(out: folder("run"))
        stage.options.epochs = 2
        stage.options.warmUpEpochs = 1
        _ = try stage.run(on: dataset, backend: device, pool: pool, observer: SilentObserver())
        let loaded = try LoadedRun(folder("run"), backend: device)
        _ = try ExtractStage(run: folder("run")).run(
            loaded, images: try loaded.images(of: dataset, pool: pool), pool: pool, observer: SilentObserver())
        image = try dataset.image(3)
    }

    private func picture(_ program: RuleProgram) throws -> ExplanationPicture {
        try FileSystem.system.write(folder("run/rules/rules.json"), Array(program.json().text().utf8))
        return try ImageQuestion(run: folder("run"), backend: backend.0).illustrate(image, named: "a/b.png").picture
    }

    private func program(
        _ rules: [(Int, Clause)], _ exceptions: [Clause] = [], otherwise: Int? = nil
    ) -> RuleProgram {
        RuleProgram(
            form: .decisionList, classes: ["bath", "bed"], attributes: (0..<32).map { "f\($0)" },
            rules: rules.map { Rule(classIndex: $0, clause: $1) }, exceptions: exceptions, defaultClass: otherwise)
    }

    /// Literals that hold for the image, one for each filter, and those that do not.
    private func literals() throws -> (true: [Literal], false: [Literal]) {
        let all = (0..<4).map { Literal("f\($0)", .equal("1")) }
        let answer = try picture(program([(0, Clause(body: all))], otherwise: 1))
        #expect(answer.sections.count == 1)
        try FileSystem.system.write(
            folder("run/rules/rules.json"),
            Array(program(all.map { (0, Clause(body: [$0])) }).json().text().utf8))
        let filters = try ImageQuestion(run: folder("run"), backend: backend.0).ask(image, named: "x").filters
        let holding = zip(all, filters).map { $1.norm >= $1.threshold ? $0 : Literal($0.attribute, .equal("0")) }
        return (holding, holding.map { Literal($0.attribute, .equal($0.test == .equal("1") ? "0" : "1")) })
    }

    @Test func everyFilterThatDecidedHasATile() throws {
        let (yes, no) = try literals()
        let picture = try picture(
            program(
                [
                    (0, Clause(body: [no[2]])), (0, Clause(body: [], exceptions: [1])), (1, Clause(body: [no[2]])),
                    (1, Clause(body: [yes[0], yes[3]], exceptions: [0])), (0, Clause(body: [])),
                ], [Clause(body: [no[2]]), Clause(body: [yes[1]], exceptions: [0])]))
        #expect(picture.title == "b.png" && picture.lines[1].contains("f0(X)"))
        // The exception that the rule speaks of, and no other.
        #expect(picture.lines.count == 3 && picture.lines[2].hasPrefix("ab1(X) :- "))
        #expect(picture.sections.map(\.title) == ["bed, by rule 4 of 5", "Rules before it that do not apply"])
        let decided = picture.sections[0].tiles
        #expect(decided.map(\.filter) == ["f0", "f3", "f2"])
        #expect(decided.map(\.consequence) == [[], [], ["so ab1 does not apply"]])
        for (tile, literal) in zip(decided, [yes[0], yes[3], yes[2]]) {
            #expect(tile.isPresent == (literal.test == .equal("1")))
        }
        let before = picture.sections[1].tiles
        #expect(before.map(\.filter) == ["f2", "f1", "f2"])
        #expect(before[0].consequence == ["so rules 1, 3", "do not apply"])
        #expect(before[1].consequence == ["so ab2 applies", "and so rule 2 (bath)", "does not apply"])
        #expect(
            before[2].consequence
                == ["so ab1 does not apply", "so ab2 applies", "and so rule 2 (bath)", "does not apply"])
    }

    @Test func withoutARuleThereIsADefaultOrNoClass() throws {
        let (yes, no) = try literals()
        let none = try picture(program([(0, Clause(body: [no[0]]))]))
        #expect(none.sections.map(\.title) == ["No class: none of 1 rules applies"])
        #expect(none.lines[1] == "rules: no class")
        let standard = try picture(program([(0, Clause(body: [no[0]]))], otherwise: 1))
        #expect(standard.sections.map(\.title) == ["bed, the default: none of 1 rules applies"])
        #expect(standard.lines[1] == "rules: bed")
        let always = try picture(program([(1, Clause(body: [])), (0, Clause(body: [yes[0]]))]))
        #expect(always.sections.map(\.note) == ["This rule has no condition."])
        #expect(always.sections[0].tiles.isEmpty)
    }
}
