import NeSyTensor

/// How well every concept fits every filter, by one of the scores of this module; larger is better.
public struct ConceptScores: Sendable, Hashable {
    /// The filters of the rows, by their numbers.
    public let filters: [Int]
    public let concepts: [String]
    /// Row by row: `[filters, concepts]`.
    public let values: [Double]

    /// - Precondition: a value for every filter and concept.
    public init(filters: [Int], concepts: [String], values: [Double]) {
        precondition(values.count == filters.count * concepts.count)
        self.filters = filters
        self.concepts = concepts
        self.values = values
    }

    /// The score of a concept for the filter of a row.
    public subscript(row: Int, concept: Int) -> Double { values[row * concepts.count + concept] }

    /// A line for each filter, a column for each concept.
    public func csv() -> String {
        var lines = (["filter"] + concepts.map { CSVField.quoted($0) }).joined(separator: ",") + "\n"
        for (row, filter) in filters.enumerated() {
            let cells = concepts.indices.map { "\(self[row, $0])" }
            lines += (["\(filter)"] + cells).joined(separator: ",") + "\n"
        }
        return lines
    }
}
