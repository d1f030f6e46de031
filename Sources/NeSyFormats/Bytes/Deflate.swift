import CZlib
import NeSyTensor

/// Deflate streams through zlib, whole: gzip files are expanded, with bounds on how much may come out, and made, as are
/// bare streams. ``InflateStream`` expands those.
enum Deflate {
    enum Wrapper: Int32 {
        case raw = -15
        case gzip = 31
    }

    /// Expands one gzip stream that starts at `range.lowerBound`.
    /// - Parameter hint: how much may be expected.
    /// - Returns: the bytes, and where the stream ended.
    static func inflate(
        _ bytes: [UInt8], in range: Range<Int>, limit: ExpansionLimit, hint: Int? = nil
    ) throws(NeSyError) -> (bytes: [UInt8], end: Int) {
        let allowed = limit.outputBytes(forInput: range.count)
        var stream = z_stream()
        let start = inflateInit2_(
            &stream, Wrapper.gzip.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard start == Z_OK else {
            throw NeSyError(.internalFailure, "gzip: zlib could not start.")
        }
        defer { inflateEnd(&stream) }
        // Deflate cannot expand by more than 1032, so a claimed size beyond that is a lie not worth the memory.
        let claim = min(hint ?? range.count * 4, allowed, range.count * 1032 + 64)
        var out = [UInt8](repeating: 0, count: max(claim, 64))
        var produced = 0
        var consumed = range.lowerBound
        while true {
            let outCount = out.count
            let (status, took, gave) = bytes.withUnsafeBufferPointer { source in
                out.withUnsafeMutableBufferPointer { target -> (Int32, Int, Int) in
                    let input = min(range.upperBound - consumed, Int(UInt32.max >> 1))
                    let room = min(outCount - produced, Int(UInt32.max >> 1))
                    stream.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0 + consumed) }
                    stream.avail_in = UInt32(input)
                    stream.next_out = target.baseAddress! + produced
                    stream.avail_out = UInt32(room)
                    let status = CZlib.inflate(&stream, Z_NO_FLUSH)
                    return (status, input - Int(stream.avail_in), room - Int(stream.avail_out))
                }
            }
            consumed += took
            produced += gave
            switch status {
            case Z_STREAM_END:
                out.removeLast(out.count - produced)
                return (out, consumed)
            case Z_OK, Z_BUF_ERROR:
                if produced > allowed { throw bomb(produced, allowed, at: range.lowerBound) }
                if produced == out.count {
                    if out.count > allowed { throw bomb(out.count, allowed, at: range.lowerBound) }
                    out.append(contentsOf: repeatElement(0, count: min(out.count, allowed + 1 - out.count) + 64))
                } else if consumed == range.upperBound {
                    throw .malformed(
                        "gzip: the compressed data end too early.", atByte: consumed,
                        expected: "the rest of the stream", found: "the end of the data")
                }
            default:
                let reason = stream.msg.map { String(cString: $0) } ?? "zlib error \(status)"
                throw .malformed("gzip: the compressed data are damaged.", atByte: consumed, found: reason)
            }
        }
    }

    private static func bomb(_ size: Int, _ allowed: Int, at offset: Int) -> NeSyError {
        .malformed(
            "gzip: the compressed data expand to more than is allowed.", atByte: offset,
            expected: "at most \(allowed) bytes", found: "\(size) bytes or more")
    }

    /// Compresses at zlib's default level; the same bytes every time.
    static func deflate(_ bytes: [UInt8], wrapper: Wrapper) -> [UInt8] {
        var stream = z_stream()
        let status = deflateInit2_(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, wrapper.rawValue, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib could not start")
        defer { deflateEnd(&stream) }
        var out: [UInt8] = []
        var consumed = 0
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { piece in
            bytes.withUnsafeBufferPointer { source in
                while true {
                    let input = min(source.count - consumed, 1 << 30)
                    stream.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0 + consumed) }
                    stream.avail_in = UInt32(input)
                    stream.next_out = piece.baseAddress!
                    stream.avail_out = UInt32(piece.count)
                    let last = consumed + input == source.count
                    let status = CZlib.deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH)
                    consumed += input - Int(stream.avail_in)
                    out.append(contentsOf: piece.prefix(piece.count - Int(stream.avail_out)))
                    if status == Z_STREAM_END { break }
                }
            }
        }
        return out
    }
}
