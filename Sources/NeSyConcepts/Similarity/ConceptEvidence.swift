import NeSyTensor

/// How strongly each of many images shows each of many concepts, one row of numbers an image, read from the first row
/// to the last.
public protocol ConceptEvidence {
    /// The columns.
    var concepts: [String] { get }
    /// How many rows there are. Some may speak of images of no interest.
    var rowCount: Int { get }
    /// For every image the row that speaks of it.
    var rows: [Int] { get }
    /// What the numbers are.
    var reading: EvidenceReading { get }

    /// The next rows, one behind the other: at most so many, and at least one while there are any.
    mutating func next(_ count: Int) throws(NeSyError) -> [Float]
}
