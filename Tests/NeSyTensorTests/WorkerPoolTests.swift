import NeSyTensor
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct WorkerPoolTests {
    @Test(arguments: [1, 2, 3, 16], [0, 1, 2, 7, 1000])
    func everyPartRunsOnce(threads: Int, parts: Int) {
        let pool = WorkerPool(threadCount: threads)
        for _ in 0..<20 {
            let counts = Mutex([Int](repeating: 0, count: parts))
            pool.run(parts: parts) { part in counts.withLock { $0[part] += 1 } }
            #expect(counts.withLock { $0 } == [Int](repeating: 1, count: parts))
        }
    }

    @Test func rangesCoverEverythingOnce() {
        let pool = WorkerPool(threadCount: 3)
        for (count, grain) in [(0, 4), (1, 4), (4, 4), (103, 10), (5, 100)] {
            let seen = Mutex<[Range<Int>]>([])
            pool.run(count: count, grain: grain) { range in seen.withLock { $0.append(range) } }
            let ranges = seen.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound }
            #expect(ranges.flatMap(Array.init) == Array(0..<count))
            #expect(ranges.dropLast().allSatisfy { $0.count == grain })
        }
    }

    @Test func aJobInsideAJobRunsOnItsThread() {
        let pool = WorkerPool(threadCount: 4)
        let total = Atomic<Int>(0)
        pool.run(parts: 50) { outer in
            pool.run(parts: 20) { inner in total.wrappingAdd(outer * 20 + inner, ordering: .relaxed) }
        }
        #expect(total.load(ordering: .relaxed) == 999 * 1000 / 2)
    }

    @Test func aJobOfAnotherPoolInsideAJobFinishes() {
        let (outer, inner) = (WorkerPool(threadCount: 2), WorkerPool(threadCount: 2))
        let total = Atomic<Int>(0)
        outer.run(parts: 10) { _ in
            inner.run(parts: 10) { _ in total.wrappingAdd(1, ordering: .relaxed) }
        }
        #expect(total.load(ordering: .relaxed) == 100)
    }

    @Test func aJobAfterANestedJobIsSharedAgain() {
        // The mark of a working thread must survive a nested job of one part after another.
        let pool = WorkerPool(threadCount: 2)
        let total = Atomic<Int>(0)
        pool.run(parts: 4) { _ in
            for _ in 0..<3 { pool.run(parts: 5) { _ in total.wrappingAdd(1, ordering: .relaxed) } }
        }
        pool.run(parts: 40) { _ in total.wrappingAdd(1, ordering: .relaxed) }
        #expect(total.load(ordering: .relaxed) == 100)
    }

    @Test func manyCallersShareAPool() async {
        let pool = WorkerPool(threadCount: 3)
        let total = Atomic<Int>(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    for _ in 0..<50 { pool.run(parts: 9) { _ in _ = SplitMix64.mix(1) } }
                }
            }
        }
        pool.run(parts: 9) { _ in total.wrappingAdd(1, ordering: .relaxed) }
        #expect(total.load(ordering: .relaxed) == 9)
    }

    @Test func poolsComeAndGo() {
        for round in 0..<200 {
            let pool = WorkerPool(threadCount: 4)
            let total = Atomic<Int>(0)
            if round.isMultiple(of: 2) { pool.run(parts: 8) { _ in total.wrappingAdd(1, ordering: .relaxed) } }
            #expect(total.load(ordering: .relaxed) == (round.isMultiple(of: 2) ? 8 : 0))
        }
        #expect(WorkerPool(threadCount: 0).threadCount == 1)
        #expect(WorkerPool.processorCount >= 1)
    }

    #if canImport(Glibc)
        /// `sched_getaffinity` and `sched_setaffinity`, which Swift does not import.
        private typealias Affinity = @convention(c) (pid_t, Int, UnsafeMutableRawPointer) -> CInt

        private func affinity(_ name: String) throws -> Affinity {
            unsafeBitCast(try #require(dlsym(nil, name)), to: Affinity.self)
        }

        /// As `taskset` does: what the thread may not run on does not count.
        @Test func processorsThatAreForbiddenDoNotCount() throws {
            let (get, set) = (try affinity("sched_getaffinity"), try affinity("sched_setaffinity"))
            var allowed = [UInt8](repeating: 0, count: MemoryLayout<cpu_set_t>.size)
            #expect(get(0, allowed.count, &allowed) == 0)
            #expect(WorkerPool.processorCount == allowed.reduce(0) { $0 + $1.nonzeroBitCount })
            defer { _ = set(0, allowed.count, &allowed) }
            var one = [UInt8](repeating: 0, count: allowed.count)
            let first = try #require(allowed.firstIndex { $0 != 0 })
            one[first] = 1 << UInt8(allowed[first].trailingZeroBitCount)
            #expect(set(0, one.count, &one) == 0)
            #expect(WorkerPool.processorCount == 1)
        }
    #endif
}
