/// How work-groups cover a matrix `[rows, channels]`, as `common/columns.cl` describes it. Depends on the shape alone,
/// so that sums are taken in the same order every time.
struct ColumnWalk {
    /// Channels of a column: `WIDTH`.
    let width: Int
    let columns: Int
    /// Columns of a group, a power of two: 128 bytes of a row where there are so many.
    let across: Int
    /// Rows of a group, and how many groups share the rows.
    let chunk: Int
    let chunks: Int

    /// - Parameters:
    ///   - rowsPerItem: the rows that an item walks through where there are enough to keep a device busy.
    ///   - limit: the most chunks.
    init(rows: Int, channels: Int, width: Int, rowsPerItem: Int, atMost limit: Int? = nil) {
        self.width = width
        columns = channels / width
        across = ColumnWalk.powerOfTwo(notBelow: columns, atMost: 32 / width)
        let step = OpenCLLimits.workGroup / across
        let blocks = (columns + across - 1) / across
        // So many groups keep a large device busy; more only where items would walk too far.
        let enough = max(1, 1024 / blocks)
        let steps = (rows + step - 1) / step
        let walk = max(1, min(rowsPerItem, steps / enough), limit.map { (steps + $0 - 1) / $0 } ?? 1)
        chunk = walk * step
        chunks = (rows + chunk - 1) / chunk
    }

    /// A single chunk: every column is summed by one group.
    init(whole rows: Int, channels: Int, width: Int) {
        self.init(rows: rows, columns: channels / width, width: width, atMost: 32 / width)
    }

    /// The second pass over the sums of every chunk. They are few, so that a group takes few columns and many groups
    /// share the work.
    init(finishing walk: ColumnWalk) {
        self.init(rows: walk.chunks, columns: walk.columns, width: walk.width, atMost: 4)
    }

    private init(rows: Int, columns: Int, width: Int, atMost limit: Int) {
        self.width = width
        self.columns = columns
        across = ColumnWalk.powerOfTwo(notBelow: columns, atMost: limit)
        chunk = rows
        chunks = 1
    }

    var defines: KernelDefines { ["WIDTH": width] }

    /// A group for every chunk and block of columns; instead of chunks there may be images.
    func groups(chunks: Int) -> WorkItems {
        .groups(chunks, (columns + across - 1) / across, of: (OpenCLLimits.workGroup, 1, 1))
    }

    var groups: WorkItems { groups(chunks: chunks) }

    static func powerOfTwo(notBelow count: Int, atMost limit: Int) -> Int {
        var power = 1
        while power < count && power < limit { power *= 2 }
        return power
    }
}
