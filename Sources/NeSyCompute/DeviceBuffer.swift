/// Memory of one device: `count` elements of four bytes, Float32 or Int32 as the operation that uses them says.
/// A backend makes its own subclass and is handed only buffers that it made.
open class DeviceBuffer: @unchecked Sendable {
    public let count: Int

    public init(count: Int) { self.count = count }

    /// The whole buffer.
    public var slice: BufferSlice { BufferSlice(self, offset: 0, count: count) }
}

/// A run of elements of a ``DeviceBuffer``: what every operation reads and writes. Parameters of a network are
/// slices of one flat buffer, so that an optimiser steps over all of them at once.
public struct BufferSlice: Sendable {
    public let buffer: DeviceBuffer
    public let offset: Int
    public let count: Int

    /// - Precondition: the run lies inside the buffer.
    public init(_ buffer: DeviceBuffer, offset: Int, count: Int) {
        precondition(offset >= 0 && count >= 0 && offset + count <= buffer.count)
        self.buffer = buffer
        self.offset = offset
        self.count = count
    }

    /// A run inside this one.
    public func slice(offset: Int, count: Int) -> BufferSlice {
        precondition(offset >= 0 && count >= 0 && offset + count <= self.count)
        return BufferSlice(buffer, offset: self.offset + offset, count: count)
    }
}
