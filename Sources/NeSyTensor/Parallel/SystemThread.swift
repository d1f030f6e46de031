#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A thread of the system, for work that waits or goes on for long. Whoever starts one joins or detaches it, once.
package struct SystemThread {
    private let handle: pthread_t

    /// What a thread is to do, on its way through C.
    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }

        static func carryOut(_ work: UnsafeMutableRawPointer?) {
            if let work { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
        }
    }

    /// Starts a thread; nil when the system gives no more of them.
    package init?(_ body: @escaping @Sendable () -> Void) {
        let work = Unmanaged.passRetained(Work(body)).toOpaque()
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let result = pthread_create(
            &thread, nil,
            { work in
                Work.carryOut(work)
                return nil
            }, work)
        // Optional on some systems only.
        let started: pthread_t? = thread
        guard result == 0, let started else {
            Unmanaged<Work>.fromOpaque(work).release()
            return nil
        }
        handle = started
    }

    /// Waits for its end.
    package func join() { pthread_join(handle, nil) }

    /// Lets it go on by itself.
    package func detach() { pthread_detach(handle) }
}
