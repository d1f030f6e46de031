import NeSyJSON
import NeSyTensor

extension RuleProgram {
    /// The value of `schema` in ``json()``.
    public static let schema = "nesy.rules/1"

    /// The whole program; ``init(json:)`` gives the same program back.
    public func json() -> JSON {
        [
            "schema": .string(RuleProgram.schema),
            "form": .string(form.rawValue),
            "classes": .array(classes.map(JSON.string)),
            "attributes": .array(attributes.map(JSON.string)),
            "default_class": defaultClass.map { .string(classes[$0]) } ?? .null,
            "rules": .array(rules.map(json)),
            "exceptions": .array(
                exceptions.enumerated().map { number, clause in
                    .object([JSON.Member("name", .string("ab\(number + 1)"))] + members(clause))
                }),
        ]
    }

    private func json(_ rule: Rule) -> JSON {
        var members = [JSON.Member("class", .string(classes[rule.classIndex]))] + self.members(rule.clause)
        if let support = rule.support {
            var counts: [JSON.Member] = [
                .init("fired", .integer(support.fired)), .init("correct", .integer(support.correct)),
            ]
            // For readers of the file; it follows from the counts.
            if let precision = support.precision { counts.append(.init("precision", .number(precision))) }
            members.append(.init("support", .object(counts)))
        }
        if let provenance = rule.provenance { members.append(.init("provenance", .string(provenance))) }
        if let status = rule.status { members += status.jsonMembers }
        return .object(members)
    }

    private func members(_ clause: Clause) -> [JSON.Member] {
        [
            .init("body", .array(clause.body.map { .object($0.jsonMembers) })),
            .init("exceptions", .array(clause.exceptions.map { .string("ab\($0 + 1)") })),
        ]
    }

    /// Reads what ``json()`` wrote, or a person edited.
    /// - Throws: `NeSyError` for another schema, a value of the wrong kind, a class or exception that does not
    ///   exist, and an exception that refers to itself or a later one.
    public init(json: JSON) throws(NeSyError) {
        let schema = try json.require("schema", "\"\(RuleProgram.schema)\"", at: "rules") { $0.stringValue }
        guard schema == RuleProgram.schema else {
            throw NeSyError(
                .badData, "This is not a rule file we can read.", at: "rules.schema",
                expected: "\"\(RuleProgram.schema)\"", found: "\"\(schema)\"")
        }
        let form = try json.require("form", "decision-list or rule-set", at: "rules") {
            $0.stringValue.flatMap(Form.init)
        }
        let classes = try json.require("classes", "distinct strings", at: "rules") {
            $0.strings.flatMap { Set($0).count == $0.count ? $0 : nil }
        }
        let attributes = try json.require("attributes", "strings", at: "rules") { $0.strings }
        let defaultClass = try json.require("default_class", "a class or null", at: "rules") {
            $0 == .null ? .some(nil) : $0.stringValue.flatMap { classes.firstIndex(of: $0) }.map(Optional.some)
        }
        let exceptionList = try json.require("exceptions", "an array", at: "rules") { $0.arrayValue }
        var exceptions: [Clause] = []
        for (number, entry) in exceptionList.enumerated() {
            let place = "rules.exceptions[\(number)]"
            _ = try entry.require("name", "\"ab\(number + 1)\"", at: place) {
                $0.stringValue == "ab\(number + 1)" ? true : nil
            }
            exceptions.append(try Clause(json: entry, exceptionCount: number, at: place))
        }
        var rules: [Rule] = []
        let ruleList = try json.require("rules", "an array", at: "rules") { $0.arrayValue }
        for (number, entry) in ruleList.enumerated() {
            let place = "rules.rules[\(number)]"
            rules.append(
                try Rule(json: entry, classes: classes, exceptionCount: exceptions.count, at: place))
        }
        self.init(
            form: form, classes: classes, attributes: attributes, rules: rules, exceptions: exceptions,
            defaultClass: defaultClass)
    }
}

extension Rule {
    fileprivate init(json: JSON, classes: [String], exceptionCount: Int, at place: String) throws(NeSyError) {
        let classIndex = try json.require("class", "one of the classes", at: place) {
            $0.stringValue.flatMap { classes.firstIndex(of: $0) }
        }
        self.init(
            classIndex: classIndex, clause: try Clause(json: json, exceptionCount: exceptionCount, at: place))
        if let support = json["support"] {
            self.support = Support(
                fired: try support.require("fired", "a count", at: place + ".support") { $0.count },
                correct: try support.require("correct", "a count", at: place + ".support") { $0.count })
        }
        if json["provenance"] != nil {
            provenance = try json.require("provenance", "a string", at: place) { $0.stringValue }
        }
        status = try TruthStatus(json: json, at: place)
    }
}

extension Clause {
    /// - Parameter exceptionCount: how many exceptions there are that the clause may refer to.
    fileprivate init(json: JSON, exceptionCount: Int, at place: String) throws(NeSyError) {
        let entries = try json.require("body", "an array", at: place) { $0.arrayValue }
        var body: [Literal] = []
        for (number, entry) in entries.enumerated() {
            body.append(try Literal(json: entry, at: "\(place).body[\(number)]"))
        }
        let exceptions = try json.require(
            "exceptions",
            "names of exceptions \(exceptionCount == 0 ? "(there are none)" : "ab1 to ab\(exceptionCount)")",
            at: place
        ) {
            $0.strings?.map { name in
                (name.hasPrefix("ab") ? Int(name.dropFirst(2)) : nil).flatMap {
                    (1...max(1, exceptionCount)).contains($0) && exceptionCount > 0 ? $0 - 1 : nil
                }
            }.complete()
        }
        self.init(body: body, exceptions: exceptions)
    }
}
