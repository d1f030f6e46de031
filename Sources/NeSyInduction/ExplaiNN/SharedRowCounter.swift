import CMicro
import NeSyCompute
import NeSyTensor

/// Counts in how many rows heads and tails are set together, for one block of tails after the other.
struct SharedRowCounter {
    private let heads: HeadColumns
    private let backend: any ComputeBackend
    private let pool: WorkerPool
    /// The head columns that are on the device at the same time.
    private let headsAtOnce: Int
    /// All head columns, when the device holds them.
    private var residentHeads: BufferSlice?

    /// What blocks of columns may take in memory, in bytes.
    private static let blockBytes = 1 << 26

    init(heads: HeadColumns, backend: any ComputeBackend, pool: WorkerPool) {
        self.heads = heads
        self.backend = backend
        self.pool = pool
        let bytes = min(backend.memory.largestBuffer, backend.memory.free / 4, 1 << 30)
        headsAtOnce = max(1, min(heads.count, bytes / (8 * heads.words)))
    }

    /// How many tails a block may have.
    var tailsAtOnce: Int {
        let columns = SharedRowCounter.blockBytes / (8 * heads.words)
        return max(64, min(columns, (SharedRowCounter.blockBytes / 4) / heads.count) / 64 * 64)
    }

    /// - Parameter tails: columns, one behind the other.
    /// - Returns: |T_x ∩ T_A|, `[tails, heads]`.
    mutating func count(_ tails: UnsafeBufferPointer<UInt64>) throws(NeSyError) -> [Int32] {
        let tailCount = tails.count / heads.words
        if let runs = heads.runs { return countRuns(runs, tails, tailCount) }
        return try multiply(tails, tailCount)
    }

    /// Where the rows of every head stand together, its counts are those of a run of a tail's bits.
    private func countRuns(
        _ runs: [Range<Int>], _ tails: UnsafeBufferPointer<UInt64>, _ tailCount: Int
    ) -> [Int32] {
        let starts = runs.map { Int64($0.lowerBound) }
        let ends = runs.map { Int64($0.upperBound) }
        let (words, count) = (heads.words, heads.count)
        return [Int32](unsafeUninitializedCapacity: tailCount * count) { counts, filled in
            let target = counts
            pool.run(parts: tailCount) { tail in
                nesy_popcount_runs(
                    tails.baseAddress! + tail * words, starts, ends, count, target.baseAddress! + tail * count)
            }
            filled = tailCount * count
        }
    }

    private mutating func multiply(
        _ tails: UnsafeBufferPointer<UInt64>, _ tailCount: Int
    ) throws(NeSyError) -> [Int32] {
        let columnCount = BitProduct.columnCount(rows: heads.rows)
        let left = try backend.makeBuffer(count: tailCount * columnCount).slice
        upload(tails, to: left)
        if heads.count <= headsAtOnce {
            let right: BufferSlice
            if let residentHeads { right = residentHeads } else { right = try uploadHeads(0..<heads.count) }
            residentHeads = right
            return try product(left, tailCount, right, heads.count)
        }
        var counts = [Int32](repeating: 0, count: tailCount * heads.count)
        var first = 0
        while first < heads.count {
            let block = first..<min(heads.count, first + headsAtOnce)
            let part = try product(left, tailCount, try uploadHeads(block), block.count)
            for tail in 0..<tailCount {
                counts.replaceSubrange(
                    tail * heads.count + block.lowerBound..<tail * heads.count + block.upperBound,
                    with: part[tail * block.count..<(tail + 1) * block.count])
            }
            first = block.upperBound
        }
        return counts
    }

    private func product(
        _ left: BufferSlice, _ leftColumns: Int, _ right: BufferSlice, _ rightColumns: Int
    ) throws(NeSyError) -> [Int32] {
        let counts = try backend.makeBuffer(count: leftColumns * rightColumns).slice
        backend.countSharedRows(
            BitProduct(rows: heads.rows, leftColumns: leftColumns, rightColumns: rightColumns),
            left: left, right: right, counts: counts, accumulate: false)
        return try backend.downloadIntegers(counts)
    }

    private func uploadHeads(_ block: Range<Int>) throws(NeSyError) -> BufferSlice {
        let slice = try backend.makeBuffer(
            count: block.count * BitProduct.columnCount(rows: heads.rows)).slice
        heads.matrix.words.withUnsafeBufferPointer { all in
            upload(
                UnsafeBufferPointer(
                    rebasing: all[block.lowerBound * heads.words..<block.upperBound * heads.words]), to: slice)
        }
        return slice
    }

    /// Words are uploaded in pieces, each of which is copied once more on its way.
    private func upload(_ words: UnsafeBufferPointer<UInt64>, to slice: BufferSlice) {
        let step = SharedRowCounter.blockBytes / 8
        var first = 0
        while first < words.count {
            let piece = UnsafeBufferPointer(rebasing: words[first..<min(words.count, first + step)])
            let elements = piece.withMemoryRebound(to: Int32.self) { Array($0) }
            backend.upload(elements, to: slice.slice(offset: 2 * first, count: elements.count))
            first += piece.count
        }
    }
}
