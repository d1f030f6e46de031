import NeSyCompute
import NeSyTensor

/// The bits of one layer, gathered batch by batch: binarised on the device into a block of rows, which goes to its
/// place in the matrix when it is full.
struct LayerBits {
    /// Rows of a block: as many as columns are padded to.
    static let blockRows = 512

    private let rows: Int
    private let columns: Int
    private let thresholds: [Float]
    private var words: [UInt64]
    private var done = 0
    private var device: (thresholds: BufferSlice, bits: BufferSlice)?

    /// - Parameter thresholds: for every item the least value that sets it.
    init(rows: Int, thresholds: [Float]) {
        self.rows = rows
        self.thresholds = thresholds
        columns = thresholds.count
        words = [UInt64](repeating: 0, count: BitMatrix.words(forRows: rows) * columns)
    }

    /// - Parameter values: `[rows, columns]` on the device.
    /// - Precondition: batches fill a block evenly, but for the last.
    mutating func append(_ values: BufferSlice, rows count: Int, on backend: any ComputeBackend) throws(NeSyError) {
        let (limits, bits) = try buffers(on: backend)
        let start = done / LayerBits.blockRows * LayerBits.blockRows
        let blockRows = min(LayerBits.blockRows, rows - start)
        backend.binarize(
            Binarization(rows: count, columns: columns, firstRow: done - start, totalRows: blockRows),
            values: values, thresholds: limits, bits: bits)
        done += count
        guard done == start + blockRows else { return }
        let block = try backend.downloadIntegers(bits)
        let (pitch, first) = (BitMatrix.words(forRows: rows), start / 64)
        let perBlock = BitMatrix.words(forRows: LayerBits.blockRows)
        for column in 0..<columns {
            for word in 0..<perBlock {
                let index = 2 * (column * perBlock + word)
                let (low, high) = (UInt32(bitPattern: block[index]), UInt32(bitPattern: block[index + 1]))
                words[column * pitch + first + word] = UInt64(low) | UInt64(high) << 32
            }
        }
    }

    /// - Precondition: all rows have come.
    func matrix() -> BitMatrix {
        precondition(done == rows)
        return BitMatrix(rows: rows, columns: columns, words: words)
    }

    private mutating func buffers(
        on backend: any ComputeBackend
    ) throws(NeSyError) -> (thresholds: BufferSlice, bits: BufferSlice) {
        if let device { return device }
        let limits = try backend.makeBuffer(count: columns).slice
        backend.upload(thresholds, to: limits)
        let bits = try backend.makeBuffer(count: columns * BitProduct.columnCount(rows: LayerBits.blockRows)).slice
        device = (limits, bits)
        return (limits, bits)
    }
}
