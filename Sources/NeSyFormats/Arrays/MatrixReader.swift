import NeSyTensor

/// The rows of an array of rank 2 in a file, from the first to the last.
public struct MatrixReader {
    public let rows: Int
    public let columns: Int
    private var bytes: MemberBytes
    private let type: ElementType
    private let isBigEndian: Bool
    private var done = 0

    init(_ member: MemberBytes) throws(NeSyError) {
        bytes = member
        let layout = try bytes.layout()
        let place = ByteReader([], format: "NPY")
        (isBigEndian, type) = try NPY.elementType(layout.descr, place)
        guard layout.shape.count == 2 else {
            throw NeSyError(.badData, "The array is no matrix.", expected: "two dimensions", found: "\(layout.shape)")
        }
        guard !layout.isFortran || layout.shape.contains(where: { $0 <= 1 }) else {
            throw NeSyError(
                .badData, "The array lies column by column, so it cannot be read row by row.",
                expected: "fortran_order: False", remedy: "Save numpy.ascontiguousarray(array) instead.")
        }
        let size = ByteReader.byteCount(layout.shape, elementSize: type.size)
        guard size == bytes.remaining else {
            throw NeSyError(
                .badData, "NPY: the length of the data is not that of the shape.",
                expected: size.map { "\($0) bytes for \(layout.shape)" } ?? "\(layout.shape)",
                found: "\(bytes.remaining) bytes")
        }
        rows = layout.shape[0]
        columns = layout.shape[1]
    }

    /// The next rows as Float32, row by row; fewer at the end.
    /// - Throws: bad data when the file is damaged, and what reading it throws.
    public mutating func next(_ count: Int) throws(NeSyError) -> [Float] {
        let taken = min(count, rows - done)
        let size = taken * columns * type.size
        let part = try bytes.take(size)
        done += taken
        let values = try type.values(part, in: 0..<size, bigEndian: isBigEndian, format: "NPY")
        return NumericArray([taken, columns], values).floats
    }
}
