import NeSyData
import NeSyFormats
import NeSyLogic
import NeSyNetworks
import NeSyReport
import NeSyTensor

extension PixelScale {
    /// What a data set's images go through.
    init(_ normalisation: Normalisation) {
        switch normalisation {
        case .unit: self = .unit
        case .standardise: self = .standardise
        case .fixed(let mean, let deviation): self = .fixed(mean: mean, deviation: deviation)
        }
    }
}

extension RulePictures.Subject {
    /// Neurons of a tail that get a prototype of their own.
    private static let singles = 8
    /// Images that stand beside a prototype.
    private static let examples = 6

    /// Prototypes of the first rules: of the whole tail and of its neurons, beside the images that excite the tail
    /// most.
    func prototypes(of count: Int, _ given: PrototypeOptions) throws(NeSyError) -> [PictureFile] {
        let tails = mined.rules.prefix(count).map { found in found.rule.tail.map { $0 - pair.heads.count } }
        let singles = tails.map { $0.count > 1 ? Array($0.prefix(Self.singles)) : [] }
        let groups = zip(tails, singles).flatMap { tail, singles in [group(tail)] + singles.map { group([$0]) } }
        let sample = dataset.selecting(ItemThreshold.sample(of: dataset.count))
        var plain = images.transform
        plain.normalisation = .unit
        var options = given
        options.scale = PixelScale(images.transform.normalisation)
        options.background = try background(of: sample, plain)
        let made = try run.network.prototypes(of: groups, options: options) { (done, total) throws(NeSyError) in
            try report("steps towards prototypes", done, of: total)
        }
        let responses = try run.network.responses(
            of: tails.map(group), in: images.ordered(sample, run.description.options.batchSize))

        let texts = RobustRuleSet(mined, between: pair).rules
        var rows: [PrototypeSheet.Row] = []
        var next = 0
        for (index, tail) in tails.enumerated() {
            let answers = responses[index]
            let order = answers.indices.sorted { (answers[$1], $0) < (answers[$0], $1) }
            var examples: [PrototypeSheet.Tile] = []
            for image in order.prefix(Self.examples) {
                let pixels = plain.tensor(try sample.image(image))
                let label = sample.classes[Int(sample.samples[image].label)]
                examples.append(PrototypeSheet.Tile(RasterImage(pixels: pixels), label: label))
            }
            let neurons = singles[index].enumerated().map { place, item in
                PrototypeSheet.Tile(RasterImage(pixels: made[next + 1 + place].image), label: pair.tails.names[item])
            }
            rows.append(
                PrototypeSheet.Row(
                    title: texts[index].text(), detail: texts[index].statisticsText() ?? "",
                    group: PrototypeSheet.Tile(
                        RasterImage(pixels: made[next].image),
                        label: tail.count == 1 ? pair.tails.names[tail[0]] : "mean of \(tail.count)"),
                    neurons: neurons, neuronsInAll: tail.count, examples: examples))
            next += 1 + neurons.count
        }
        return try PrototypeSheet(
            title: "Prototypes of rules from \(pair.heads.layer) to \(pair.tails.layer)", rows: rows
        ).files(name: "prototypes")
    }

    private func group(_ tail: [Int]) -> NeuronGroup {
        NeuronGroup(
            layer: pair.tails.layer, neurons: tail.map { pair.tails.kind == .filters ? .filter($0) : .unit($0) })
    }

    /// The median sample of every channel over some images: the ground that things stand on.
    private func background(of sample: ImageDataset, _ plain: ImageTransform) throws(NeSyError) -> [Float] {
        let channels = run.network.graph.input.channels
        var values = [[Float]](repeating: [], count: channels)
        let some = 64
        for index in stride(from: 0, to: sample.count, by: max(1, sample.count / some)) {
            for (place, value) in plain.tensor(try sample.image(index)).values.enumerated() {
                values[place % channels].append(value)
            }
        }
        return values.map { $0.sorted()[$0.count / 2] }
    }
}
