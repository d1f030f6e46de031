import NeSyJSON
import NeSyTensor

extension RobustRuleSet {
    /// The value of `schema` in ``json()``.
    public static let schema = "nesy.robust-rules/1"

    /// All rules; ``init(json:)`` gives the same rules back.
    public func json() -> JSON {
        [
            "schema": .string(RobustRuleSet.schema), "head_layer": .string(headLayer),
            "tail_layer": .string(tailLayer), "rules": .array(rules.map { $0.json() }),
        ]
    }

    /// Reads what ``json()`` wrote, or a person edited. Layers may be left out, and of a rule everything but its sides
    /// and thresholds.
    /// - Throws: `NeSyError` for another schema, a value of the wrong kind, an attribute twice on one side, and a
    ///   threshold or count out of range.
    public init(json: JSON) throws(NeSyError) {
        let schema = try json.require("schema", "\"\(RobustRuleSet.schema)\"", at: "rules") { $0.stringValue }
        guard schema == RobustRuleSet.schema else {
            throw NeSyError(
                .badData, "This is not a file of robust rules.", at: "rules.schema",
                expected: "\"\(RobustRuleSet.schema)\"", found: "\"\(schema)\"")
        }
        func layer(_ key: String, _ otherwise: String) throws(NeSyError) -> String {
            json[key] == nil ? otherwise : try json.require(key, "a string", at: "rules") { $0.stringValue }
        }
        let list = try json.require("rules", "an array", at: "rules") { $0.arrayValue }
        var rules: [RobustRule] = []
        for (index, entry) in list.enumerated() {
            rules.append(try RobustRule(json: entry, at: "rules.rules[\(index)]"))
        }
        self.init(
            headLayer: try layer("head_layer", "heads"), tailLayer: try layer("tail_layer", "tails"), rules: rules)
    }
}

extension RobustRule {
    /// The keys that every document with robust rules has in common; what is not known is left out.
    public func json() -> JSON {
        var members: [JSON.Member] = [
            .init("head", .array(head.attributes.map(JSON.string))),
            .init("tail", .array(tail.attributes.map(JSON.string))),
            .init("head_threshold", .integer(head.threshold)), .init("tail_threshold", .integer(tail.threshold)),
        ]
        if let bitsSaved { members.append(.init("bits_saved", .number(bitsSaved))) }
        if let support {
            members.append(.init("applies", .integer(support.applies)))
            members.append(.init("holds", .integer(support.holds)))
        }
        if let provenance { members.append(.init("provenance", .string(provenance))) }
        if let status { members += status.jsonMembers }
        return .object(members)
    }

    init(json: JSON, at place: String) throws(NeSyError) {
        self.init(
            head: try CountCondition(json: json, side: "head", at: place),
            tail: try CountCondition(json: json, side: "tail", at: place))
        if json["applies"] != nil || json["holds"] != nil {
            let applies = try json.require("applies", "a count", at: place) { $0.count }
            let holds = try json.require("holds", "a count of at most \(applies)", at: place) {
                $0.count.flatMap { $0 <= applies ? $0 : nil }
            }
            support = Support(applies: applies, holds: holds)
        }
        if json["bits_saved"] != nil {
            bitsSaved = try json.require("bits_saved", "a number", at: place) { $0.doubleValue }
        }
        if json["provenance"] != nil {
            provenance = try json.require("provenance", "a string", at: place) { $0.stringValue }
        }
        status = try TruthStatus(json: json, at: place)
    }
}

extension CountCondition {
    fileprivate init(json: JSON, side: String, at place: String) throws(NeSyError) {
        let attributes = try json.require(side, "one or more distinct names", at: place) {
            $0.strings.flatMap { !$0.isEmpty && Set($0).count == $0.count ? $0 : nil }
        }
        let range = attributes.count == 1 ? "1" : "1 to \(attributes.count), the size of the \(side)"
        let threshold = try json.require("\(side)_threshold", range, at: place) {
            $0.intValue.flatMap { (1...attributes.count).contains($0) ? $0 : nil }
        }
        self.init(atLeast: threshold, of: attributes)
    }
}
