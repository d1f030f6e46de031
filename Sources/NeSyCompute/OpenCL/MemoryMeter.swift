import Synchronization

/// Bytes of a device that are in use, and the most that ever were.
final class MemoryMeter: Sendable {
    private let bytes = Mutex((current: 0, largest: 0))

    func add(_ count: Int) {
        bytes.withLock {
            $0.current += count
            $0.largest = max($0.largest, $0.current)
        }
    }

    var current: Int { bytes.withLock { $0.current } }
    var largest: Int { bytes.withLock { $0.largest } }
}
