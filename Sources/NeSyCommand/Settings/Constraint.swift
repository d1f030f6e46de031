/// What a value must satisfy beyond its type.
struct Constraint<Value: Sendable>: Sendable {
    /// Follows the expectation of the type: "a whole number" + "of at least 1".
    let words: String
    let holds: @Sendable (Value) -> Bool
}

extension Constraint where Value: Comparable & SettingValue {
    static func atLeast(_ bound: Value) -> Constraint {
        Constraint(words: "of at least \(bound.json.text())") { $0 >= bound }
    }

    static func above(_ bound: Value) -> Constraint {
        Constraint(words: "above \(bound.json.text())") { $0 > bound }
    }

    static func within(_ range: ClosedRange<Value>) -> Constraint {
        Constraint(words: "from \(range.lowerBound.json.text()) to \(range.upperBound.json.text())") {
            range.contains($0)
        }
    }
}
