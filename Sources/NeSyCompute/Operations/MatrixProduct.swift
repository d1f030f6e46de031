/// `result = alpha * op(left) op(right) + beta * result` for a batch of row-major matrices: op(left) is
/// `[rows, depth]`, op(right) `[depth, columns]`, the result `[rows, columns]`. A transposed operand lies in memory as
/// `[depth, rows]` or `[columns, depth]`.
public struct MatrixProduct: Sendable, Hashable {
    /// Elements from the beginning of one matrix of a batch to that of the next. A stride of 0 shares an operand.
    public struct Strides: Sendable, Hashable {
        public var left: Int
        public var right: Int
        public var result: Int

        public init(left: Int, right: Int, result: Int) {
            self.left = left
            self.right = right
            self.result = result
        }
    }

    public let rows: Int
    public let columns: Int
    public let depth: Int
    public let transposesLeft: Bool
    public let transposesRight: Bool
    public let batch: Int
    public let strides: Strides
    public let alpha: Float
    /// With 0 the result is written whatever was there, NaN included.
    public let beta: Float

    /// - Parameter strides: nil where the matrices of a batch lie one behind the other.
    /// - Precondition: extents are positive, and the results of a batch do not overlap.
    public init(
        rows: Int, columns: Int, depth: Int, transposesLeft: Bool = false, transposesRight: Bool = false,
        batch: Int = 1, strides: Strides? = nil, alpha: Float = 1, beta: Float = 0
    ) {
        precondition(rows > 0 && columns > 0 && depth > 0 && batch > 0)
        let strides = strides ?? Strides(left: rows * depth, right: depth * columns, result: rows * columns)
        precondition(strides.left >= 0 && strides.right >= 0)
        precondition(batch == 1 || strides.result >= rows * columns)
        self.rows = rows
        self.columns = columns
        self.depth = depth
        self.transposesLeft = transposesLeft
        self.transposesRight = transposesRight
        self.batch = batch
        self.strides = strides
        self.alpha = alpha
        self.beta = beta
    }

    /// The elements of the whole batch, from the first to the last that is used.
    public var leftCount: Int { (batch - 1) * strides.left + rows * depth }
    public var rightCount: Int { (batch - 1) * strides.right + depth * columns }
    public var resultCount: Int { (batch - 1) * strides.result + rows * columns }
}

/// The pass of ``MatrixProduct``.
public protocol MatrixProductBackend {
    /// The slices have the operation's counts; `result` overlaps neither factor.
    func multiply(_ operation: MatrixProduct, left: BufferSlice, right: BufferSlice, result: BufferSlice)
}
