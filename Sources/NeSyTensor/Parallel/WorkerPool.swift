import CMicro
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Threads that carry out the numbered parts of one job at a time.
///
/// The parts are fixed by the caller from the shape of the work, never from the number of threads, so a
/// result does not depend on how many threads there are; only which thread takes a part does.
public final class WorkerPool: Sendable {
    /// The threads that work on a job, the calling one included.
    public let threadCount: Int
    private let state: UnsafeState

    /// - Parameter threadCount: at least 1; the number of processors this process may use when nil.
    public init(threadCount: Int? = nil) {
        let count = max(1, threadCount ?? WorkerPool.processorCount)
        self.threadCount = count
        // Threads that wait awake must leave a processor to those that work.
        state = UnsafeState(patience: count <= WorkerPool.processorCount ? WorkerPool.patience : 0)
        for _ in 1..<max(1, count) { state.startThread() }
    }

    deinit { state.stop() }

    /// How often a thread looks for what it waits for before it sleeps: tens of microseconds, about what it costs to be
    /// woken. Jobs of a training step follow each other faster than that.
    private static let patience = 1000

    /// The number of processors this process may use: those that are online, less those that `taskset` or a container
    /// keeps from it.
    public static var processorCount: Int { max(1, Int(nesy_processors())) }

    /// Calls the body once for every part `0..<parts` and returns when all are done. A call from inside a
    /// part runs its own parts one after another on the calling thread.
    public func run(parts: Int, _ body: (Int) -> Void) {
        if parts <= 0 { return }
        if parts == 1 || threadCount == 1 || pthread_getspecific(UnsafeState.insideKey) != nil {
            for part in 0..<parts { body(part) }
            return
        }
        withoutActuallyEscaping(body) { escaping in
            state.carryOut(parts: parts, escaping)
        }
    }

    /// Divides `0..<count` into ranges of `grain` (the last may be shorter) and runs them.
    public func run(count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
        precondition(grain > 0)
        run(parts: (count + grain - 1) / grain) { part in
            body(part * grain..<min(count, (part + 1) * grain))
        }
    }

    /// The mutable half of the pool. `@unchecked Sendable`: every field is guarded by `mutex`, except the
    /// atomic ones.
    private final class UnsafeState: @unchecked Sendable {
        private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        private let done = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        private let callers = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        private let nextPart = Atomic<Int>(0)
        /// Jobs so far, and threads at work on the present one. They change under the mutex, and are atomic for those
        /// that wait awake.
        private let generation = Atomic<Int>(0)
        private let busy = Atomic<Int>(0)
        private let patience: Int
        private var job: ((Int) -> Void)?
        private var parts = 0
        private var stopping = false

        /// Marks a thread that is working on a part.
        static let insideKey: pthread_key_t = {
            var key = pthread_key_t()
            pthread_key_create(&key, nil)
            return key
        }()

        init(patience: Int) {
            self.patience = patience
            pthread_mutex_init(mutex, nil)
            pthread_mutex_init(callers, nil)
            pthread_cond_init(wake, nil)
            pthread_cond_init(done, nil)
        }

        deinit {
            mutex.deallocate()
            callers.deallocate()
            wake.deallocate()
            done.deallocate()
        }

        func startThread() {
            // Without this thread the others take its parts.
            SystemThread { self.serve() }?.detach()
        }

        func stop() {
            pthread_mutex_lock(mutex)
            stopping = true
            generation.wrappingAdd(1, ordering: .releasing)
            pthread_cond_broadcast(wake)
            pthread_mutex_unlock(mutex)
        }

        func carryOut(parts: Int, _ body: @escaping (Int) -> Void) {
            // One job at a time: a second caller waits its turn.
            pthread_mutex_lock(callers)
            defer { pthread_mutex_unlock(callers) }
            pthread_mutex_lock(mutex)
            job = body
            self.parts = parts
            nextPart.store(0, ordering: .relaxed)
            busy.wrappingAdd(1, ordering: .relaxed)
            generation.wrappingAdd(1, ordering: .releasing)
            pthread_cond_broadcast(wake)
            pthread_mutex_unlock(mutex)
            work(body, parts)
            wait { busy.load(ordering: .acquiring) == 1 }
            pthread_mutex_lock(mutex)
            busy.wrappingSubtract(1, ordering: .relaxed)
            // Once this thread found no part left, only threads that took one are still busy.
            job = nil
            while busy.load(ordering: .relaxed) > 0 { pthread_cond_wait(done, mutex) }
            pthread_mutex_unlock(mutex)
        }

        /// Waits awake, but not for long.
        private func wait(until condition: () -> Bool) {
            for _ in 0..<patience {
                if condition() { return }
                nesy_relax()
            }
        }

        private func serve() {
            var seen = 0
            while let isAtWork = takePart(after: &seen) {
                guard isAtWork else { continue }
                pthread_mutex_lock(mutex)
                if busy.wrappingSubtract(1, ordering: .releasing).newValue == 0 { pthread_cond_signal(done) }
                pthread_mutex_unlock(mutex)
            }
        }

        /// Waits for a job after the one seen last, and works on it unless the others are through with it already.
        /// The job is let go before it counts as done.
        /// - Returns: whether there was work; nil when the pool is at its end.
        private func takePart(after seen: inout Int) -> Bool? {
            let last = seen
            wait { generation.load(ordering: .acquiring) != last }
            pthread_mutex_lock(mutex)
            while generation.load(ordering: .relaxed) == seen { pthread_cond_wait(wake, mutex) }
            seen = generation.load(ordering: .relaxed)
            let (body, parts, ends) = (job, self.parts, stopping)
            if !ends, body != nil { busy.wrappingAdd(1, ordering: .relaxed) }
            pthread_mutex_unlock(mutex)
            if ends { return nil }
            guard let body else { return false }
            work(body, parts)
            return true
        }

        private func work(_ body: (Int) -> Void, _ parts: Int) {
            pthread_setspecific(UnsafeState.insideKey, UnsafeRawPointer(bitPattern: 1))
            while true {
                let part = nextPart.wrappingAdd(1, ordering: .relaxed).oldValue
                if part >= parts { break }
                body(part)
            }
            pthread_setspecific(UnsafeState.insideKey, nil)
        }
    }
}
