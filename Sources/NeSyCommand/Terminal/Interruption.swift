import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Ctrl-C and termination: the first asks the running stage to finish its step and save, the second ends the
/// process at once.
enum Interruption {
    private static let received = Atomic<Int32>(0)

    /// Whether a signal has asked for an end. Stages poll it.
    static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

    /// 130 after SIGINT, 143 after SIGTERM, nil when nothing came.
    static var exitCode: Int32? {
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : 128 + number
    }

    /// Lets the signals through: a parent that blocks them in the thread that starts us hands that on.
    static func unblock() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Begins to catch the signals. Only a verb that polls at every step and saves what it has calls it:
    /// elsewhere a signal ends the process as usual, and nothing half-written stays under the name of a result.
    static func watch() {
        // The handler must not be the first to touch the flag: its initialisation takes a lock.
        received.store(0, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                let (isFirst, _) = Interruption.received.compareExchange(
                    expected: 0, desired: number, ordering: .relaxed)
                guard isFirst else { _exit(128 + number) }
                let note: StaticString = "\ninterrupted: finishing the step and saving (again to stop at once)\n"
                _ = write(STDERR_FILENO, note.utf8Start, note.utf8CodeUnitCount)
            }
        }
    }
}
