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

    /// Groups that fill a large device once (132 multiprocessors with six groups of 256 each): a few more would be a
    /// second round of little work.
    private static let groupsAtOnce = 768

    /// Rows are changed independently, a few by each item, in as many groups as there are.
    init(changing rows: Int, channels: Int, width: Int) {
        self.init(rows: rows, columns: channels / width, width: width, atMost: 32 / width) { steps, groups in
            min(8, steps / groups)
        }
    }

    /// Rows are summed by groups that all run at once, so that a second pass has few sums to add.
    init(summing rows: Int, channels: Int, width: Int) {
        self.init(rows: rows, columns: channels / width, width: width, atMost: 32 / width) { steps, groups in
            max(min(4, steps), (steps + groups - 1) / groups)
        }
    }

    /// Every column is summed by one group.
    init(whole rows: Int, channels: Int, width: Int) {
        self.init(rows: rows, columns: channels / width, width: width, atMost: 32 / width) { steps, _ in steps }
    }

    /// The second pass over the sums of every chunk. A group takes few columns, so that many groups share the work.
    init(finishing walk: ColumnWalk) {
        self.init(rows: walk.chunks, columns: walk.columns, width: walk.width, atMost: 4) { steps, _ in steps }
    }

    /// - Parameters:
    ///   - limit: the most columns of a group.
    ///   - length: how many rows an item walks through, where so many are all of them, and so many chunks fill a
    ///     device.
    private init(
        rows: Int, columns: Int, width: Int, atMost limit: Int, length: (_ all: Int, _ enough: Int) -> Int
    ) {
        self.width = width
        self.columns = columns
        across = ColumnWalk.powerOfTwo(notBelow: columns, atMost: limit)
        let step = OpenCLLimits.workGroup / across
        let blocks = (columns + across - 1) / across
        chunk = step * max(1, length((rows + step - 1) / step, max(1, ColumnWalk.groupsAtOnce / blocks)))
        chunks = (rows + chunk - 1) / chunk
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
