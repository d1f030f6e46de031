import NeSy

/// A piece of work whose costs are counted, at a size that a slow tool gets through.
struct Kernel {
    let name: String
    /// Brings the inputs, and yields what carries the work out so many times.
    let prepare: (CPUBackend) throws -> (_ times: Int) throws -> Void

    init(_ name: String, prepare: @escaping (CPUBackend) throws -> () throws -> Void) {
        self.name = name
        self.prepare = { backend in
            let work = try prepare(backend)
            return { times in for _ in 0..<times { try work() } }
        }
    }

    init(_ name: String, _ timed: TimingCase) {
        self.name = name
        prepare = { try timed.prepare($0).queue }
    }

    static func all() throws -> [Kernel] {
        try layers() + losses + learning + [
            Kernel("training step of mnist", TimingSuite.mnist.cases(batch: 4)[0]),
            Kernel("training step of tiny", TimingSuite.tiny.cases(batch: 2, side: 32)[0]),
        ]
    }
}
