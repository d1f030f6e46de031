import NeSyFormats
import NeSyNetworks
import NeSyTensor

/// The first steps of a training, kept so that another engine can take the same ones: `trace/initial.safetensors`,
/// `batches.safetensors` (images `[steps, batch, height, width, channels]` and labels), `losses.csv` and
/// `final.safetensors`.
struct TrainingTrace {
    let steps: Int
    let folder: RunFolder

    /// - Throws: a usage error when the first epoch has fewer full batches, or does not train by cross-entropy alone.
    static func check(_ steps: Int, options: RunOptions, images: DatasetImages) throws(NeSyError) {
        guard options.phaseOneEpochs > 0 else {
            throw NeSyError(
                .usage, "A trace is of the cross-entropy phase, and this training has none.",
                remedy: "Use --warm-up 1 or more, or --strategy none.")
        }
        let available = images.training.count / options.batchSize
        guard steps > 0, steps <= available else {
            throw NeSyError(
                .usage, "--trace-steps asks for more steps than the first epoch has full batches.",
                expected: "1 to \(available)", found: "\(steps)")
        }
    }

    /// Trains for exactly that many steps.
    /// - Throws: what training throws.
    func run(_ training: StrategyTraining, images: DatasetImages) throws(NeSyError) -> TrainingOutcome {
        let size = training.options.batchSize
        try folder.makeDirectory(folder.traceFolder)
        try write(try training.network.state(), "initial.safetensors")
        let source = try images.shuffledBatches(size: size, seed: training.options.seed)
        try source.begin(epoch: 0, batch: 0)
        var pixels: [Float] = []
        var labels: [Int32] = []
        for _ in 0..<steps {
            guard let batch = try source.next() else { preconditionFailure("fewer batches than announced") }
            pixels += batch.images.values
            labels += batch.labels
        }
        let input = images.input
        let archive = SafeTensors(tensors: [
            "images": NumericArray(
                [steps, size, input.height, input.width, input.channels], .float32(pixels)),
            "labels": NumericArray([steps, size], .int32(labels)),
        ]).encode()
        try folder.files.encode(archive, to: folder.traceFolder + "/batches.safetensors")

        training.readInterval = 1
        training.stopAfterStep = steps
        var losses = "step,loss\n"
        var sum = 0.0
        let outcome = try training.run { (report) throws(NeSyError) in
            // Reports carry the mean over the epoch so far; the loss of one step is the difference of the sums.
            let total = report.losses.reduce(0, +) * Double(report.step)
            losses += "\(report.step),\(total - sum)\n"
            sum = total
        }
        try folder.write(losses, to: folder.traceFolder + "/losses.csv")
        try write(try training.network.state(), "final.safetensors")
        return outcome
    }

    private func write(_ state: NetworkState, _ name: String) throws(NeSyError) {
        let tensors = Dictionary(uniqueKeysWithValues: state.tensors.map { ($0.name, NumericArray($0.tensor)) })
        try folder.files.encode(SafeTensors(tensors: tensors).encode(), to: folder.traceFolder + "/" + name)
    }
}
