import NeSyTensor

/// One condition on one attribute of a row.
///
/// A cell is a number or a string, and a column may hold both. The plain comparisons are false for every
/// string; their negations are therefore true for it. That makes six forms, not four (FOLD-SE; the last
/// two are what it adds to FOLD-R++ and FOLD-RM).
public struct Literal: Sendable, Hashable {
    /// What is asked of the cell.
    public enum Test: Sendable, Hashable {
        /// The cell is this string.
        case equal(String)
        /// The cell is a number or another string.
        case notEqual(String)
        /// The cell is a number, at most this.
        case atMost(Double)
        /// The cell is a number above this.
        case above(Double)
        /// The cell is a string, or a number above this.
        case notAtMost(Double)
        /// The cell is a string, or a number at most this.
        case notAbove(Double)
    }

    public var attribute: String
    public var test: Test

    public init(_ attribute: String, _ test: Test) {
        self.attribute = attribute
        self.test = test
    }

    /// The literal that holds for exactly the cells for which this one does not.
    public var complement: Literal { Literal(attribute, test.complement) }

    public func holds(for cell: TableColumn.Cell) -> Bool { test.holds(for: cell) }
}

extension Literal.Test {
    public func holds(for cell: TableColumn.Cell) -> Bool {
        switch (self, cell) {
        case (.equal(let wanted), .string(let text)): text == wanted
        case (.equal, .number): false
        case (.notEqual(let wanted), .string(let text)): text != wanted
        case (.notEqual, .number): true
        case (.atMost(let bound), .number(let value)): value <= bound
        case (.above(let bound), .number(let value)): value > bound
        case (.notAtMost(let bound), .number(let value)): value > bound
        case (.notAbove(let bound), .number(let value)): value <= bound
        case (.atMost, .string), (.above, .string): false
        case (.notAtMost, .string), (.notAbove, .string): true
        }
    }

    public var complement: Literal.Test {
        switch self {
        case .equal(let text): .notEqual(text)
        case .notEqual(let text): .equal(text)
        case .atMost(let bound): .notAtMost(bound)
        case .above(let bound): .notAbove(bound)
        case .notAtMost(let bound): .atMost(bound)
        case .notAbove(let bound): .above(bound)
        }
    }

    /// The bound of a numeric test; nil for the tests on strings.
    public var bound: Double? {
        switch self {
        case .equal, .notEqual: nil
        case .atMost(let bound), .above(let bound), .notAtMost(let bound), .notAbove(let bound): bound
        }
    }

    /// The string of a test on strings; nil for the numeric ones.
    public var text: String? {
        switch self {
        case .equal(let text), .notEqual(let text): text
        case .atMost, .above, .notAtMost, .notAbove: nil
        }
    }
}
