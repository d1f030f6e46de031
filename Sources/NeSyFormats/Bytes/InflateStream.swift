import CZlib
import NeSyTensor

/// A bare deflate stream that is expanded piece by piece, as its compressed bytes arrive.
final class InflateStream {
    // zlib keeps the address of this record, so it must not move.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var input: [UInt8] = []
    private var consumed = 0
    private(set) var isAtEnd = false

    init() throws(NeSyError) {
        stream.initialize(to: z_stream())
        let status = inflateInit2_(
            stream, Deflate.Wrapper.raw.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw NeSyError(.internalFailure, "zip: zlib could not start.") }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Compressed bytes that have not been looked at yet.
    var pending: Int { input.count - consumed }

    /// Compressed bytes to go on with. What came before must have been used up.
    func supply(_ bytes: [UInt8]) {
        precondition(pending == 0)
        input = bytes
        consumed = 0
    }

    /// Expands into the rest of an array, until it is full, the input is used up or the stream ends.
    /// - Returns: how far the array is filled now.
    func fill(_ target: inout [UInt8], from filled: Int) throws(NeSyError) -> Int {
        let room = min(target.count - filled, Int(UInt32.max >> 1))
        let (status, took, gave) = input.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { out -> (Int32, Int, Int) in
                let available = min(pending, Int(UInt32.max >> 1))
                stream.pointee.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0 + consumed) }
                stream.pointee.avail_in = UInt32(available)
                stream.pointee.next_out = out.baseAddress.map { $0 + filled }
                stream.pointee.avail_out = UInt32(room)
                let status = CZlib.inflate(stream, Z_NO_FLUSH)
                return (status, available - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out))
            }
        }
        consumed += took
        switch status {
        case Z_STREAM_END: isAtEnd = true
        case Z_OK, Z_BUF_ERROR: break
        default:
            let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(status)"
            throw NeSyError(.badData, "zip: the compressed data are damaged.", found: reason)
        }
        return filled + gave
    }
}
