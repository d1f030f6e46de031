import NeSyTensor

/// A dense, row-major array with the element type of the file it came from: the currency of IDX, NPY and
/// safetensors. On reading, half-precision floats are widened to Float32, unsigned integers of 16 bits to Int32, and
/// those of 32 and 64 bits to Int64.
public struct NumericArray: Sendable, Hashable {
    public enum Values: Sendable, Hashable {
        case bool([Bool])
        case uint8([UInt8])
        case int8([Int8])
        case int16([Int16])
        case int32([Int32])
        case int64([Int64])
        case float32([Float])
        case float64([Double])

        public var count: Int {
            switch self {
            case .bool(let values): values.count
            case .uint8(let values): values.count
            case .int8(let values): values.count
            case .int16(let values): values.count
            case .int32(let values): values.count
            case .int64(let values): values.count
            case .float32(let values): values.count
            case .float64(let values): values.count
            }
        }

        /// Bytes of one element.
        public var elementSize: Int {
            switch self {
            case .bool, .uint8, .int8: 1
            case .int16: 2
            case .int32, .float32: 4
            case .int64, .float64: 8
            }
        }
    }

    public let shape: Shape
    public let values: Values

    /// - Precondition: there are exactly `shape.count` values.
    public init(_ shape: Shape, _ values: Values) {
        precondition(values.count == shape.count, "\(values.count) values for shape \(shape)")
        self.shape = shape
        self.values = values
    }

    public init(_ tensor: Tensor) {
        shape = tensor.shape
        values = .float32(tensor.values)
    }

    public var count: Int { values.count }

    /// The elements as Float32; integers beyond 2^24 and doubles are rounded.
    public var floats: [Float] {
        switch values {
        case .bool(let values): values.map { $0 ? 1 : 0 }
        case .uint8(let values): values.map { Float($0) }
        case .int8(let values): values.map { Float($0) }
        case .int16(let values): values.map { Float($0) }
        case .int32(let values): values.map { Float($0) }
        case .int64(let values): values.map { Float($0) }
        case .float32(let values): values
        case .float64(let values): values.map { Float($0) }
        }
    }

    /// The elements as a ``Tensor``; see ``floats``.
    public var tensor: Tensor { Tensor(shape, floats) }

    /// The elements as integers; nil for an array of floats.
    public var integers: [Int64]? {
        switch values {
        case .bool(let values): values.map { $0 ? 1 : 0 }
        case .uint8(let values): values.map { Int64($0) }
        case .int8(let values): values.map { Int64($0) }
        case .int16(let values): values.map { Int64($0) }
        case .int32(let values): values.map { Int64($0) }
        case .int64(let values): values
        case .float32, .float64: nil
        }
    }
}
