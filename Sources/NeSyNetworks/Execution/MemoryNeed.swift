import NeSyCompute
import NeSyTensor

/// How much memory a network at work takes, and how many images at a time a device has memory for.
struct MemoryNeed {
    let network: Network
    let mode: NetworkExecution.Mode
    let kept: Set<Int>
    /// Values of each buffer that is made beside those of the execution.
    var beside: [Int] = []

    func plan(capacity: Int) -> ExecutionPlan {
        ExecutionPlan(
            network.graph, mode: mode, capacity: capacity, kept: kept, mapsOnTheWay: network.backend.mapsOnTheWay)
    }

    /// Values in every buffer, of four bytes each.
    private func counts(capacity: Int) -> [Int] {
        let sizes = BufferAssignment(plan(capacity: capacity).lifetimes).sizes
        // Images and labels are there twice: a batch is uploaded while the one before is at work.
        let input = [network.graph.input.count * capacity, capacity]
        return sizes + input + input + beside + (mode == .training ? [network.parameters.count] : [])
    }

    private func bytes(capacity: Int) -> Int { counts(capacity: capacity).reduce(0) { $0 + $1 * 4 } }

    private func fits(_ capacity: Int, _ memory: DeviceMemory) -> Bool {
        let counts = counts(capacity: capacity)
        return counts.reduce(0) { $0 + $1 * 4 } <= memory.free && counts.allSatisfy { $0 * 4 <= memory.largestBuffer }
    }

    /// The largest number of images at a time, up to `limit`, that the device says it has memory for.
    private func largestCapacity(upTo limit: Int, _ memory: DeviceMemory) -> Int {
        var (fitting, tooLarge) = (0, limit + 1)
        while tooLarge - fitting > 1 {
            let middle = (fitting + tooLarge) / 2
            if fits(middle, memory) { fitting = middle } else { tooLarge = middle }
        }
        return fitting
    }

    /// - Throws: a device error when the device says that it has not so much memory.
    func check(capacity: Int) throws(NeSyError) {
        let memory = network.backend.memory
        if !fits(capacity, memory) { throw error(capacity: capacity, memory, detail: nil) }
    }

    /// What to say when the device had less memory than it said. A device that is lost, which has no memory either, is
    /// not a matter of batches.
    func explain(_ failure: NeSyError, capacity: Int) -> NeSyError {
        guard failure.kind == .deviceUnavailable else { return failure }
        do throws(NeSyError) {
            try network.backend.synchronize()
        } catch {
            if error.what == failure.what { return failure }
        }
        var memory = network.backend.memory
        // Others use the device too; half of what it promised is a guess that is likely to work.
        memory.total = memory.inUse + memory.reserve + memory.free / 2
        return error(capacity: capacity, memory, detail: failure.found)
    }

    private func error(capacity: Int, _ memory: DeviceMemory, detail: String?) -> NeSyError {
        let fitting = largestCapacity(upTo: capacity - 1, memory)
        let purpose = mode == .training ? "Training" : "Running the network"
        return NeSyError(
            .deviceUnavailable,
            "\(purpose) on \(capacity) images at a time takes more memory than the device has.",
            at: "device \(network.backend.device)",
            expected: "\(MemoryNeed.megabytes(bytes(capacity: capacity))), "
                + "no buffer above \(MemoryNeed.megabytes(memory.largestBuffer))",
            found: detail ?? "\(MemoryNeed.megabytes(memory.free)) free of \(MemoryNeed.megabytes(memory.total))",
            remedy: fitting > 0
                ? "--batch-size \(fitting) fits." : "Use smaller images or a smaller network, or --device cpu.")
    }

    private static func megabytes(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000) MB" }
}
