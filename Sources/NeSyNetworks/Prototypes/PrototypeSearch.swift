import NeSyCompute
import NeSyTensor

/// Gradient ascent on images, one for every group of a layer at once. Each is worked on as if it were alone.
struct PrototypeSearch {
    let network: Network
    let options: PrototypeOptions
    let target: PrototypeTarget
    let execution: NetworkExecution
    private let seeds: BufferSlice
    private let background: [Float]
    private let random: CounterRandom

    /// - Throws: a device error when the memory is not there.
    init(_ network: Network, _ target: PrototypeTarget, _ options: PrototypeOptions) throws(NeSyError) {
        let input = network.graph.input
        let channels = input.channels
        options.check(side: min(input.height, input.width), channels: channels)
        self.network = network
        self.options = options
        self.target = target
        let count = target.shares.count
        execution = try NetworkExecution(
            network, capacity: count, mode: .attribution, keeping: [network.graph.nodes[target.node].name],
            beside: [count * target.shape.count])
        seeds = try network.backend.makeBuffer(count: count * target.shape.count).slice
        network.backend.upload(target.seeds, to: seeds)
        background = (0..<channels).map { options.background[options.background.count == 1 ? 0 : $0] }
        random = CounterRandom(seed: options.seed, stream: RandomStream.prototype)
    }

    /// The image of every group, with its response and that of the noise it began as.
    /// - Parameter observe: called before every step with the steps done and all; may throw to stop.
    func run(
        observe: (_ done: Int, _ total: Int) throws(NeSyError) -> Void
    ) throws(NeSyError) -> [(image: ImageDraft, response: Float, startResponse: Float)] {
        let sizes = sizes
        let total = sizes.count * options.steps
        let start = noise(sizes[0])
        var images = [ImageDraft](repeating: start, count: target.shares.count)
        let startResponses = try responses(images)
        for (octave, size) in sizes.enumerated() {
            images = images.map { $0.resized(height: size.height, width: size.width) }
            for step in 0..<options.steps {
                let done = octave * options.steps + step
                try observe(done, total)
                let gradients = try gradients(images, shift: shift(done))
                for index in images.indices {
                    images[index] = moved(images[index], along: gradients[index], step: step)
                }
            }
        }
        let responses = try responses(images)
        return images.indices.map { (images[$0], responses[$0], startResponses[$0]) }
    }

    /// Heights and widths from the first octave to the network's own.
    private var sizes: [(height: Int, width: Int)] {
        let input = network.graph.input
        return (0..<options.octaves).reversed().compactMap { halvings in
            let size = (height: input.height >> halvings, width: input.width >> halvings)
            return halvings == 0 || min(size.height, size.width) >= 4 ? size : nil
        }
    }

    private func noise(_ size: (height: Int, width: Int)) -> ImageDraft {
        let channels = background.count
        let samples = (0..<size.height * size.width * channels).map { index in
            min(max(background[index % channels] + 0.1 * random.normal(UInt64(index)), 0), 1)
        }
        return ImageDraft(height: size.height, width: size.width, channels: channels, samples: samples)
    }

    /// How far the image is moved about before a step.
    private func shift(_ step: Int) -> (down: Int, right: Int) {
        let input = network.graph.input
        let reach = options.jitter ?? (target.isPlaced ? 0 : (min(input.height, input.width) + 7) / 14)
        func draw(_ axis: Int) -> Int {
            Int(random.word(UInt64(1 << 40 + 2 * step + axis)) % UInt32(2 * reach + 1)) - reach
        }
        return (draw(0), draw(1))
    }

    /// Images as the network gets them: at its size, moved and scaled.
    private func load(_ images: [ImageDraft], shift: (down: Int, right: Int)) throws(NeSyError) -> [ImageDraft] {
        let input = network.graph.input
        let full = images.map {
            $0.resized(height: input.height, width: input.width)
                .shifted(down: shift.down, right: shift.right, filling: background)
        }
        let values = full.flatMap { options.scale.apply($0.samples, channels: input.channels) }
        try execution.load(
            Batch(
                images: Tensor(input.batched(images.count), values),
                labels: [Int32](repeating: -1, count: images.count)))
        execution.forward()
        return full
    }

    private func responses(_ images: [ImageDraft]) throws(NeSyError) -> [Float] {
        _ = try load(images, shift: (0, 0))
        return target.responses(try network.backend.download(execution.values(target.node + 1)))
    }

    /// The gradient of every group's mean with respect to its image.
    private func gradients(_ images: [ImageDraft], shift: (down: Int, right: Int)) throws(NeSyError) -> [ImageDraft] {
        let input = network.graph.input
        let full = try load(images, shift: shift)
        execution.backward { _, _, gradient in network.backend.copy(seeds, to: gradient) }
        let flat = try network.backend.download(execution.imageGradient)
        let zeros = [Float](repeating: 0, count: input.channels)
        return images.indices.map { index in
            let gradient = Array(flat[index * input.count..<(index + 1) * input.count])
            let samples = options.scale.pullBack(gradient, samples: full[index].samples, channels: input.channels)
            return ImageDraft(height: input.height, width: input.width, channels: input.channels, samples: samples)
                .shifted(down: -shift.down, right: -shift.right, filling: zeros)
                .gathered(height: images[index].height, width: images[index].width)
        }
    }

    /// One step uphill, then decay, blur and clamping. The step is measured on the samples that the group sees.
    func moved(_ image: ImageDraft, along gradient: ImageDraft, step: Int) -> ImageDraft {
        let squares = gradient.samples.reduce(0.0) { $0 + Double($1) * Double($1) }
        let size = (squares / Double(max(1, gradient.samples.count { $0 != 0 }))).squareRoot()
        // Long steps find the hill, short ones its top.
        let length = 1 - 0.9 * Float(step) / Float(options.steps)
        let factor = size > 0 && size.isFinite ? length * options.rate / Float(size) : 0
        var moved = image
        for index in moved.samples.indices {
            let ground = background[index % background.count]
            // A gradient that is no number has factor 0, and 0 * NaN would spoil the image for good.
            let sample = moved.samples[index] + (factor == 0 ? 0 : factor * gradient.samples[index])
            moved.samples[index] = min(max(ground + (sample - ground) * (1 - length * options.decay), 0), 1)
        }
        let isEarly = step < options.steps * 3 / 4
        return isEarly && step % 4 == 3 && options.blur > 0 ? moved.blurred(sigma: options.blur) : moved
    }
}
