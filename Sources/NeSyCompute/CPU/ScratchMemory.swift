import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Memory that operations borrow while they run. Blocks are kept and handed out again, so that a training step
/// allocates nothing once its largest operations have run.
final class ScratchMemory: Sendable {
    private struct Block: @unchecked Sendable {
        var address: UnsafeMutableRawPointer
        var bytes: Int
    }

    private let free = Mutex<[Block]>([])

    /// All memory that is not lent out.
    var bytes: Int { free.withLock { blocks in blocks.reduce(0) { $0 + $1.bytes } } }

    deinit { free.withLock { blocks in for block in blocks { release(block) } } }

    /// Lends at least `bytes` bytes, aligned to a cache line, with any contents, for the time of the body.
    func borrow<Result>(bytes: Int, _ body: (UnsafeMutableRawPointer) -> Result) -> Result {
        let block = take(max(64, bytes))
        defer { free.withLock { $0.append(block) } }
        return body(block.address)
    }

    /// Lends `count` values for the time of the body.
    func borrow<Element: BitwiseCopyable, Result>(
        _ type: Element.Type, count: Int, _ body: (UnsafeMutablePointer<Element>) -> Result
    ) -> Result {
        borrow(bytes: count * MemoryLayout<Element>.stride) {
            body($0.bindMemory(to: Element.self, capacity: count))
        }
    }

    /// The smallest block that is large enough; failing that, a new one in place of the largest that is too small.
    private func take(_ bytes: Int) -> Block {
        let found = free.withLock { blocks -> Block? in
            var best: Int?
            for index in blocks.indices {
                guard let current = best else {
                    best = index
                    continue
                }
                let (candidate, chosen) = (blocks[index].bytes, blocks[current].bytes)
                let improves = chosen < bytes ? candidate > chosen : candidate >= bytes && candidate < chosen
                if improves { best = index }
            }
            return best.map { blocks.remove(at: $0) }
        }
        if let found {
            if found.bytes >= bytes { return found }
            release(found)
        }
        var raw: UnsafeMutableRawPointer?
        let outcome = posix_memalign(&raw, 64, bytes)
        guard outcome == 0, let raw else { preconditionFailure("no \(bytes) bytes of scratch memory") }
        return Block(address: raw, bytes: bytes)
    }

    private func release(_ block: Block) {
        #if canImport(Glibc)
            Glibc.free(block.address)
        #elseif canImport(Musl)
            Musl.free(block.address)
        #else
            Darwin.free(block.address)
        #endif
    }
}
