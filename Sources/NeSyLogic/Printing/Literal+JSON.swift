import NeSyJSON
import NeSyTensor

extension Literal {
    var jsonMembers: [JSON.Member] {
        let (name, value): (String, JSON) =
            switch test {
            case .equal(let text): ("==", .string(text))
            case .notEqual(let text): ("!=", .string(text))
            case .atMost(let bound): ("=<", JSON(exactly: bound))
            case .above(let bound): (">", JSON(exactly: bound))
            case .notAtMost(let bound): ("not =<", JSON(exactly: bound))
            case .notAbove(let bound): ("not >", JSON(exactly: bound))
            }
        return [.init("attribute", .string(attribute)), .init("test", .string(name)), .init("value", value)]
    }

    init(json: JSON, at place: String) throws(NeSyError) {
        let attribute = try json.require("attribute", "a string", at: place) { $0.stringValue }
        let name = try json.require("test", "a string", at: place) { $0.stringValue }
        func text() throws(NeSyError) -> String {
            try json.require("value", "a string", at: place) { $0.stringValue }
        }
        func bound() throws(NeSyError) -> Double {
            try json.require("value", "a number", at: place) { $0.exactDouble }
        }
        switch name {
        case "==": self.init(attribute, .equal(try text()))
        case "!=": self.init(attribute, .notEqual(try text()))
        case "=<": self.init(attribute, .atMost(try bound()))
        case ">": self.init(attribute, .above(try bound()))
        case "not =<": self.init(attribute, .notAtMost(try bound()))
        case "not >": self.init(attribute, .notAbove(try bound()))
        default:
            throw NeSyError(
                .badData, "A literal has an unknown test.", at: place,
                expected: "==, !=, =<, >, not =< or not >", found: "\"\(name)\"")
        }
    }
}

extension TableColumn.Cell {
    var json: JSON {
        switch self {
        case .number(let value): .object([.init("number", JSON(exactly: value))])
        case .string(let text): .string(text)
        }
    }

    init?(json: JSON) {
        if let text = json.stringValue {
            self = .string(text)
        } else if let value = json["number"]?.exactDouble {
            self = .number(value)
        } else {
            return nil
        }
    }
}

extension JSON {
    /// A number that reads back to the same Double; JSON has no infinities, so they are strings.
    init(exactly value: Double) {
        self = value.isFinite ? .number(value) : .string(value < 0 ? "-inf" : "inf")
    }

    /// The inverse of `init(exactly:)`; NaN is no number of a rule.
    var exactDouble: Double? {
        if let value = doubleValue { return value }
        switch stringValue {
        case "inf": return .infinity
        case "-inf": return -.infinity
        default: return nil
        }
    }

    /// The value of a key, read as the wanted type.
    func require<Value>(
        _ key: String, _ expected: String, at place: String, _ read: (JSON) -> Value?
    ) throws(NeSyError) -> Value {
        guard let value = self[key] else {
            throw NeSyError(
                .badData, "A rule file lacks a value.", at: "\(place).\(key)", expected: expected,
                found: "nothing")
        }
        guard let found = read(value) else {
            throw NeSyError(
                .badData, "A rule file has a value of the wrong kind.", at: "\(place).\(key)",
                expected: expected, found: String(value.text().prefix(60)))
        }
        return found
    }
}
