import NeSyTensor

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A ``DeviceBuffer`` in the memory of this process, aligned to a cache line, zeros at first. Behind the last element
/// lies a margin of zeros that the inner loops may read.
final class HostBuffer: DeviceBuffer, @unchecked Sendable {
    /// Bytes of the margin; no less than NESY_SLACK floats.
    private static let margin = 128
    private static let alignment = 64

    let address: UnsafeMutableRawPointer

    /// - Throws: a device error when there is not so much memory.
    init(zeros count: Int) throws(NeSyError) {
        precondition(count >= 0)
        let (bytes, overflows) = count.multipliedReportingOverflow(by: 4)
        // Linux promises memory that it does not have, so more than the machine has is refused here.
        guard !overflows, bytes < HostBuffer.installedMemory else { throw HostBuffer.outOfMemory(count) }
        let padded = (bytes + HostBuffer.margin + HostBuffer.alignment - 1) & ~(HostBuffer.alignment - 1)
        var raw: UnsafeMutableRawPointer?
        guard posix_memalign(&raw, HostBuffer.alignment, padded) == 0, let raw else {
            throw HostBuffer.outOfMemory(count)
        }
        memset(raw, 0, padded)
        address = raw
        super.init(count: count)
    }

    deinit { free(address) }

    static let installedMemory = max(
        1 << 30, Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE))))

    private static func outOfMemory(_ count: Int) -> NeSyError {
        NeSyError(
            .deviceUnavailable, "There is not enough memory.",
            expected: "\(count) values of four bytes (\(Double(count) * 4 / 1e9) GB)",
            found: "\(Double(installedMemory) / 1e9) GB installed",
            remedy: "Use smaller batches, smaller images or a smaller network.")
    }
}

extension BufferSlice {
    /// The first element, as Float32.
    var floats: UnsafeMutablePointer<Float> {
        host.address.assumingMemoryBound(to: Float.self) + offset
    }

    /// The first element, as Int32.
    var integers: UnsafeMutablePointer<Int32> {
        host.address.assumingMemoryBound(to: Int32.self) + offset
    }

    private var host: HostBuffer {
        guard let host = buffer as? HostBuffer else {
            preconditionFailure("a buffer of another device was handed to the CPU")
        }
        return host
    }

    /// Traps unless the slice has exactly so many elements.
    func require(_ expected: Int, _ name: StaticString) {
        precondition(count == expected, "\(name) has \(count) elements instead of \(expected)")
    }
}
