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

    /// Numbers of the concepts' embeddings: 512 MiB.
    private static let limit = 1 << 27

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
        let count = vectors.rows * vectors.columns
        guard count <= EmbeddingProduct.limit else {
            throw NeSyError(
                .badData, "The embeddings of concepts are too large.", at: conceptPath,
                expected: "at most \(EmbeddingProduct.limit) numbers",
                found: "\(vectors.rows) concepts of \(vectors.columns)")
        }
        do throws(NeSyError) {
            self.right = try backend.makeBuffer(count: count)
            let portion = EmbeddingProduct.rows(of: vectors.columns)
            for first in stride(from: 0, to: vectors.rows, by: portion) {
                var values = try vectors.next(portion)
                try EmbeddingProduct.normalise(&values, length: vectors.columns, first: first)
                backend.upload(
                    values, to: self.right.slice.slice(offset: first * vectors.columns, count: values.count))
            }
        } catch { throw error.located(at: conceptPath) }
    }

    /// How many embeddings are read at a time.
    private static func rows(of length: Int) -> Int { max(1, SoftWPMI.blockSize / length) }

    public var rowCount: Int { matrix.rows }
    public var reading: EvidenceReading { .similarities }

    public mutating func next(_ count: Int) throws(NeSyError) -> [Float] {
        var values: [Float]
        do throws(NeSyError) {
            values = try matrix.next(min(count, EmbeddingProduct.rows(of: matrix.columns)))
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
            let row = start..<start + length
            let square = row.reduce(0.0) { $0 + Double(values[$1]) * Double(values[$1]) }
            guard square > 0, square.isFinite else {
                let bad = values[row].first { !$0.isFinite }
                throw NeSyError(
                    .badData,
                    bad == nil ? "An embedding of zeros has no direction." : "A number that is not finite.",
                    at: "row \(first + start / length + 1)", expected: "finite numbers, not all of them 0",
                    found: bad.map { "\($0)" } ?? "\(length) zeros",
                    remedy: "Leave the row out, or compute its embedding anew.")
            }
            // In Double: the reciprocal of the smallest lengths is beyond Float.
            let scale = 1 / square.squareRoot()
            for place in row { values[place] = Float(Double(values[place]) * scale) }
        }
    }
}
