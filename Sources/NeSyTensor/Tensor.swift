/// A dense, row-major array of Float32: a value, copied on write.
public struct Tensor: Sendable, Hashable {
    public private(set) var shape: Shape
    /// The elements in row-major order; always `shape.count` of them.
    public var values: [Float] {
        didSet { precondition(values.count == shape.count, "\(values.count) values for shape \(shape)") }
    }

    /// - Precondition: there are exactly `shape.count` values.
    public init(_ shape: Shape, _ values: [Float]) {
        precondition(values.count == shape.count, "\(values.count) values for shape \(shape)")
        self.shape = shape
        self.values = values
    }

    public init(zeros shape: Shape) {
        self.shape = shape
        self.values = [Float](repeating: 0, count: shape.count)
    }

    public var count: Int { values.count }

    /// The same elements under another shape.
    /// - Precondition: the counts agree.
    public func reshaped(_ shape: Shape) -> Tensor { Tensor(shape, values) }

    /// The element at the given index of every axis.
    public subscript(index: Int...) -> Float {
        get { values[offset(of: index)] }
        set { values[offset(of: index)] = newValue }
    }

    private func offset(of index: [Int]) -> Int {
        precondition(index.count == shape.rank, "\(index.count) indices for shape \(shape)")
        var offset = 0
        for axis in 0..<index.count {
            precondition(index[axis] >= 0 && index[axis] < shape[axis], "index \(index) outside \(shape)")
            offset = offset * shape[axis] + index[axis]
        }
        return offset
    }
}
