extension Tensor {
    /// The axes in another order: `transposed([0, 3, 1, 2])` turns NHWC into NCHW.
    /// - Precondition: `order` is a permutation of the axes.
    public func transposed(_ order: [Int]) -> Tensor {
        precondition(order.sorted() == Array(0..<shape.rank), "\(order) is no permutation of \(shape.rank) axes")
        var strides = [Int](repeating: 1, count: shape.rank)
        for axis in stride(from: shape.rank - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * shape[axis + 1]
        }
        let target = Shape(order.map { shape[$0] })
        let steps = order.map { strides[$0] }
        var index = [Int](repeating: 0, count: order.count)
        var source = 0
        var result: [Float] = []
        result.reserveCapacity(count)
        for _ in 0..<count {
            result.append(values[source])
            var axis = order.count - 1
            while axis >= 0 {
                index[axis] += 1
                source += steps[axis]
                if index[axis] < target[axis] { break }
                source -= steps[axis] * index[axis]
                index[axis] = 0
                axis -= 1
            }
        }
        return Tensor(target, result)
    }

    /// Channels last from channels first, at the border to other frameworks.
    public var nhwcFromNCHW: Tensor { transposed([0, 2, 3, 1]) }
    public var nchwFromNHWC: Tensor { transposed([0, 3, 1, 2]) }
    /// Convolution weights: HWIO inside the engine, OIHW in PyTorch and ONNX.
    public var hwioFromOIHW: Tensor { transposed([2, 3, 1, 0]) }
    public var oihwFromHWIO: Tensor { transposed([3, 2, 0, 1]) }
}
