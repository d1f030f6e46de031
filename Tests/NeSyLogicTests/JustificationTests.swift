import NeSyJSON
import NeSyLogic
import NeSyTensor
import Testing

@Suite struct JustificationTests {
    @Test func textOfADecidedRow() throws {
        let justification = try RuleProgramTests.program.justify(row: 0, of: RuleProgramTests.table)
        var notation = RuleNotation.filters(names: ["f17": "sink", "f203": "bed", "f8": "tiles"])
        notation.classNames = ["bed \"room\", <b>&'": "bedroom"]
        #expect(
            justification.text(notation) == """
                bedroom, by rule 1 of 3:
                  yes: sink is absent
                  yes: bed is present
                  yes: Age is above 2.00051  [Age = 3.0]
                  yes: Age is at most 1000000.0  [Age = 3.0]
                  exception ab2 does not apply:
                    exception ab1 applies:
                      yes: tiles is present

                """)
    }

    @Test func textOfARowThatNoRuleDecides() throws {
        let justification = try RuleProgramTests.program.justify(row: 1, of: RuleProgramTests.table)
        #expect(
            justification.text() == """
                bathroom, the default: none of 3 rules applies
                The rules:
                  rule 1 (bed "room", <b>&'):
                    no:  f17 is '0'  [f17 = '1']
                  rule 2 (bathroom):
                    exception ab1 applies:
                      yes: f8 is '1'  [f8 = '1']
                  rule 3 (bed "room", <b>&'):
                    no:  f8 is not '1'  [f8 = '1']

                """)
    }

    @Test func json() throws {
        let document = try RuleProgramTests.program.justify(row: 0, of: RuleProgramTests.table).json()
        #expect(document["rule"] == 1)
        #expect(document["because"]?["literals"]?.arrayValue?.count == 4)
        #expect(document["because"]?["literals"]?.arrayValue?[2]["cell"]?["number"] == 3.0)
        #expect(document["because"]?["exceptions"]?.arrayValue?[0]["outcome"]?["applies"] == false)
    }

    /// The justification names the class and rule of the evaluation, for every row.
    @Test func agreesWithEvaluation() throws {
        let program = RuleProgramTests.program
        let evaluation = try program.evaluate(RuleProgramTests.table)
        for row in 0..<3 {
            let justification = try program.justify(row: row, of: RuleProgramTests.table)
            #expect(justification.className == program.classes[Int(evaluation.classes[row])])
            #expect(justification.decidedBy?.rule ?? -1 == Int(evaluation.rules[row]))
        }
    }
}
