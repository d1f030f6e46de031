import NeSyTensor
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The batches of one pass, decoded ahead of the reader.
///
/// Letting go of the stream before its end stops the threads and waits for the image each is working on.
/// One thread reads at a time.
public final class BatchStream: Sendable {
    /// The batches of the whole pass.
    public let count: Int
    private let state: UnsafeState

    init(loader: BatchLoader, batches: [[Int]], epoch: Int?) {
        count = batches.count
        state = UnsafeState(loader, batches, epoch)
        state.start(threads: min(loader.threadCount, batches.count))
    }

    deinit { state.stop() }

    /// The next batch; nil at the end.
    /// - Throws: what reading or decoding one of its images threw; the stream has ended then.
    public func next() throws(NeSyError) -> Batch? { try state.take()?.get() }

    /// The queue between the decoding threads and the reader. `@unchecked Sendable`: the fields below the
    /// mutex are guarded by it; the others do not change.
    private final class UnsafeState: @unchecked Sendable {
        private let loader: BatchLoader
        private let batches: [[Int]]
        private let epoch: Int?
        private let isStopping = Atomic<Bool>(false)
        private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        private let room = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        private var ready: [Int: Result<Batch, NeSyError>] = [:]
        private var nextToDecode = 0
        private var nextToTake = 0
        private var threads: [SystemThread] = []

        init(_ loader: BatchLoader, _ batches: [[Int]], _ epoch: Int?) {
            self.loader = loader
            self.batches = batches
            self.epoch = epoch
            pthread_mutex_init(mutex, nil)
            pthread_cond_init(filled, nil)
            pthread_cond_init(room, nil)
        }

        deinit {
            pthread_cond_destroy(room)
            pthread_cond_destroy(filled)
            pthread_mutex_destroy(mutex)
            room.deallocate()
            filled.deallocate()
            mutex.deallocate()
        }

        func start(threads count: Int) {
            // Where one is missing the others take its batches; without any, the reader decodes.
            threads = (0..<count).compactMap { _ in SystemThread { self.decodeAhead() } }
        }

        /// Ends the threads and waits for them.
        func stop() {
            isStopping.store(true, ordering: .relaxed)
            pthread_mutex_lock(mutex)
            pthread_cond_broadcast(room)
            pthread_mutex_unlock(mutex)
            for thread in threads { thread.join() }
            threads = []
        }

        func take() -> Result<Batch, NeSyError>? {
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            if nextToTake == batches.count { return nil }
            let number = nextToTake
            while ready[number] == nil {
                if threads.isEmpty {
                    ready[number] = decode(number)
                } else {
                    pthread_cond_wait(filled, mutex)
                }
            }
            let result = ready.removeValue(forKey: number)
            nextToTake += 1
            if case .failure? = result {
                nextToTake = batches.count
                isStopping.store(true, ordering: .relaxed)
            }
            pthread_cond_broadcast(room)
            return result
        }

        private func decodeAhead() {
            pthread_mutex_lock(mutex)
            while true {
                while !isStopping.load(ordering: .relaxed) && nextToDecode < batches.count
                    && nextToDecode >= nextToTake + loader.depth
                {
                    pthread_cond_wait(room, mutex)
                }
                if isStopping.load(ordering: .relaxed) || nextToDecode >= batches.count { break }
                let number = nextToDecode
                nextToDecode += 1
                pthread_mutex_unlock(mutex)
                let result = decode(number)
                pthread_mutex_lock(mutex)
                ready[number] = result
                pthread_cond_broadcast(filled)
            }
            pthread_mutex_unlock(mutex)
        }

        private func decode(_ number: Int) -> Result<Batch, NeSyError> {
            do throws(NeSyError) {
                return .success(
                    try loader.batch(batches[number], epoch) { isStopping.load(ordering: .relaxed) })
            } catch {
                return .failure(error)
            }
        }
    }
}
