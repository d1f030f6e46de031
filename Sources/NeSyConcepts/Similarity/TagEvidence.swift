import NeSyTensor

/// Tags of whole images. A tag of 0 or 1, or between them, is itself the probability that the image shows the concept:
/// our reading, since CLIP-Dissect knows similarities only.
public struct TagEvidence: ConceptEvidence, Sendable {
    public let concepts: [String]
    public let rows: [Int]
    private let values: [Float]
    private var done = 0

    /// - Parameter values: `[images, concepts]`, from 0 to 1.
    /// - Throws: bad data for a value outside of it.
    /// - Precondition: a row for every image.
    public init(concepts: [String], values: [Float]) throws(NeSyError) {
        precondition(!concepts.isEmpty && values.count % concepts.count == 0)
        // NaN satisfies no comparison.
        if let bad = values.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
            throw NeSyError(
                .badData, "A tag is neither 0 nor 1 nor between them.",
                at: "image \(bad / concepts.count + 1), concept \"\(concepts[bad % concepts.count])\"",
                expected: "0 to 1", found: "\(values[bad])")
        }
        self.concepts = concepts
        self.values = values
        rows = Array(0..<values.count / concepts.count)
    }

    public var rowCount: Int { rows.count }
    public var reading: EvidenceReading { .probabilities }

    public mutating func next(_ count: Int) -> [Float] {
        let end = min(done + count, rows.count)
        defer { done = end }
        return Array(values[done * concepts.count..<end * concepts.count])
    }
}
