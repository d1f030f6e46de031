import NeSyCompute
import NeSyFormats
import NeSyStorage
import NeSyTensor

/// Similarities as the cosines of embeddings of images and of concepts, multiplied block by block on a device.
///
/// Each file is an `.npz` archive with `embeddings`, one row an image or a concept, and with the names `images` or
/// `concepts` or without; or an `.npy` file.
public struct EmbeddingProduct: ConceptEvidence {
    public let concepts: [String]
    public let rows: [Int]
    private var matrix: MatrixReader
    private let path: String
    private let backend: any ComputeBackend
    /// The concepts' embeddings, each of length 1.
    private let right: DeviceBuffer
    private var left: DeviceBuffer?
    private var product: DeviceBuffer?
    private var done = 0

    /// Bytes of the concepts' embeddings.
    private static let limit = 1 << 30

    /// - Parameters:
    ///   - names: a text file with the name of a concept on every line, where the archive has no `concepts`.
    ///   - imageRows: the images that rows have to speak of.
    /// - Throws: bad data when names are missing, embeddings are not equally long, or one has no direction.
    public init(
        images path: String, concepts conceptPath: String, names: String? = nil, rows imageRows: ImageRows,
        backend: any ComputeBackend, files: FileSystem = .system
    ) throws(NeSyError) {
        let left = try NamedMatrix(path, array: "embeddings", names: ["images", "concepts"], files: files)
        let right = try NamedMatrix(conceptPath, array: "embeddings", names: ["images", "concepts"], files: files)
        matrix = left.matrix
        var vectors = right.matrix
        self.path = path
        self.backend = backend
        guard matrix.columns == vectors.columns, matrix.columns > 0 else {
            throw NeSyError(
                .badData, "The embeddings of images and of concepts are not equally long.", at: conceptPath,
                expected: "\(matrix.columns) numbers, as in \(path)", found: "\(vectors.columns)")
        }
        concepts = try ConceptNames.read(right, "concepts", list: names, count: vectors.rows, files: files)
        let images = try left.texts("images", count: matrix.rows)
        do throws(NeSyError) {
            rows = try imageRows.rows(names: images, count: matrix.rows)
        } catch { throw error.located(at: path) }
        guard concepts.count * vectors.columns <= EmbeddingProduct.limit / 4 else {
            throw NeSyError(
                .badData, "The embeddings of concepts are too large.", at: conceptPath,
                expected: "at most \(EmbeddingProduct.limit) bytes")
        }
        do throws(NeSyError) {
            var values = try vectors.next(vectors.rows)
            try EmbeddingProduct.normalise(&values, length: vectors.columns, first: 0)
            self.right = try backend.makeBuffer(count: values.count)
            backend.upload(values, to: self.right.slice)
        } catch { throw error.located(at: conceptPath) }
    }

    public var rowCount: Int { matrix.rows }
    public var reading: EvidenceReading { .similarities }

    public mutating func next(_ count: Int) throws(NeSyError) -> [Float] {
        var values: [Float]
        do throws(NeSyError) {
            values = try matrix.next(count)
            try EmbeddingProduct.normalise(&values, length: matrix.columns, first: done)
        } catch { throw error.located(at: path) }
        let taken = values.count / matrix.columns
        if taken == 0 { return [] }
        done += taken
        let operation = MatrixProduct(
            rows: taken, columns: concepts.count, depth: matrix.columns, transposesRight: true)
        let input = try buffer(&left, operation.leftCount)
        let output = try buffer(&product, operation.resultCount)
        backend.upload(values, to: input)
        backend.multiply(operation, left: input, right: right.slice, result: output)
        return try backend.download(output)
    }

    /// Memory for so many numbers: that of the block before, unless it is too small.
    private func buffer(_ kept: inout DeviceBuffer?, _ count: Int) throws(NeSyError) -> BufferSlice {
        if let kept, kept.count >= count { return kept.slice.slice(offset: 0, count: count) }
        let made = try backend.makeBuffer(count: count)
        kept = made
        return made.slice
    }

    /// Gives every row the length 1.
    /// - Throws: bad data for a row that has no direction.
    private static func normalise(_ values: inout [Float], length: Int, first: Int) throws(NeSyError) {
        for start in stride(from: 0, to: values.count, by: length) {
            var square = 0.0
            for place in start..<start + length { square += Double(values[place]) * Double(values[place]) }
            guard square > 0, square.isFinite else {
                throw NeSyError(
                    .badData, square == 0 ? "An embedding of zeros has no direction." : "A number that is not finite.",
                    at: "row \(first + start / length + 1)")
            }
            let scale = Float(1 / square.squareRoot())
            for place in start..<start + length { values[place] *= scale }
        }
    }
}
