import NeSyJSON
import NeSyTensor

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

    /// An array of nothing but strings.
    var strings: [String]? { arrayValue?.map(\.stringValue).complete() }

    /// An integer that is not negative.
    var count: Int? { intValue.flatMap { $0 >= 0 ? $0 : nil } }

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

extension Array {
    /// The elements, when none of them is nil.
    func complete<Wrapped>() -> [Wrapped]? where Element == Wrapped? {
        let present = compactMap { $0 }
        return present.count == count ? present : nil
    }
}
