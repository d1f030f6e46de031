import NeSyLogic
import Testing

@Suite struct ShortNotationTests {
    private func program(_ classes: [String], _ bodies: [[Literal]], exceptions: [[Literal]] = []) -> RuleProgram {
        RuleProgram(
            form: .decisionList, classes: classes, attributes: ["f17", "f203", "f8", "age"],
            rules: bodies.enumerated().map { index, body in
                Rule(
                    classIndex: index % classes.count,
                    clause: Clause(body: body, exceptions: Array(exceptions.indices)))
            }, exceptions: exceptions.map { Clause(body: $0) })
    }

    private func on(_ attribute: String) -> Literal { Literal(attribute, .equal("1")) }
    private func off(_ attribute: String) -> Literal { Literal(attribute, .notEqual("1")) }

    @Test func classesAndPredicatesStandAlone() {
        let program = program(["bathroom"], [[on("f17"), off("f203")]])
        let notation = RuleNotation.concepts(names: ["f17": "sink1", "f203": "bed1"])
        #expect(program.text(notation) == "bathroom :- sink1, not bed1.\n")
    }

    @Test func exceptionsAndNumbers() {
        let program = program(
            ["bath"], [[on("f17"), Literal("age", .above(2)), Literal("age", .notAtMost(4))]],
            exceptions: [[Literal("f8", .equal("x"))]])
        #expect(
            program.textLines(.concepts(names: [:])) == [
                "bath :- f17, age>2.0, not(age=<4.0), not ab1.", "ab1 :- f8='x'.",
            ])
    }

    @Test func namesThatAreNoPlainWordsAreQuoted() {
        let program = program(["Bath room", "3", "büro"], [[on("f17")], [on("f203")], [off("f8")]])
        let notation = RuleNotation.concepts(names: ["f17": "bed & bath1", "f203": "2nd sink"])
        #expect(
            program.textLines(notation) == [
                "'Bath room' :- 'bed_&_bath1'.", "'3' :- '2nd_sink'.", "'büro' :- not f8.",
            ])
    }

    /// Letters with marks are ordered between `a` and `z`, and are no letters of an unquoted atom.
    @Test func lettersWithMarksAreQuoted() {
        let program = program(["a"], [[on("f17"), on("f203"), on("f8")]])
        let notation = RuleNotation.concepts(names: ["f17": "x\u{302}1", "f203": "e\u{301}2", "f8": "a7\u{20e3}"])
        #expect(program.text(notation) == "a :- 'x\u{302}1', 'e\u{301}2', 'a7\u{20e3}'.\n")
        #expect(program.clingo(notation).utf8.allSatisfy { $0 < 128 })
    }

    @Test func namesAreGivenOutOnce() {
        var register = NameRegister(beside: ["Den1"])
        #expect(register.take("bed1") && !register.take("bed1") && !register.take("Bed1") && !register.take("den1"))
        #expect(register.take("b\u{e4}d1") && !register.take("b\u{f6}d1"))
        #expect(!register.take("f17") && !register.take("ab2") && !register.take("rule1") && !register.take("17"))
        #expect(register.take("fa1") && register.take("f_17"))
    }

    /// A filter is never called as a class, an exception, or another filter is.
    @Test func namesThatAreTakenGetANumber() {
        let program = program(
            ["bed1", "b"], [[on("f17"), on("f203")], [on("f8"), on("age")]], exceptions: [[on("f17")]])
        let notation = RuleNotation.concepts(names: ["f17": "Bed1", "f203": "f8", "age": "ab1"])
        #expect(
            program.textLines(notation) == [
                "bed1 :- bed1_2, f8_2, not ab1.", "b :- f8, ab1_2, not ab1.", "ab1 :- bed1_2.",
            ])
    }
}
