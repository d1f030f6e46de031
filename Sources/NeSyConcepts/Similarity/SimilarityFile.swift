import NeSyFormats
import NeSyStorage
import NeSyTensor

/// Similarities of images and concepts from a file, by CLIP or any other tool: an `.npz` archive with
/// `similarities [images, concepts]`, and with the names `concepts` and `images` or without.
public struct SimilarityFile: ConceptEvidence {
    public let concepts: [String]
    public let rows: [Int]
    private var matrix: MatrixReader
    private let path: String

    /// - Parameters:
    ///   - names: a text file with the name of a concept on every line, where the archive has no `concepts`.
    ///   - imageRows: the images that rows have to speak of.
    /// - Throws: bad data when names are missing, or numbers and names are not equally many.
    public init(
        _ path: String, concepts names: String? = nil, rows imageRows: ImageRows, files: FileSystem = .system
    ) throws(NeSyError) {
        let arrays = try NamedMatrix(path, array: "similarities", names: ["images", "concepts"], files: files)
        matrix = arrays.matrix
        self.path = path
        concepts = try ConceptNames.read(arrays, "concepts", list: names, count: matrix.columns, files: files)
        let images = try arrays.texts("images", count: matrix.rows)
        do throws(NeSyError) {
            rows = try imageRows.rows(names: images, count: matrix.rows)
        } catch { throw error.located(at: path) }
    }

    public var rowCount: Int { matrix.rows }
    public var reading: EvidenceReading { .similarities }

    public mutating func next(_ count: Int) throws(NeSyError) -> [Float] {
        do throws(NeSyError) { return try matrix.next(count) } catch { throw error.located(at: path) }
    }
}
