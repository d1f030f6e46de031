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
