import NeSyTensor

extension Rooms {
    /// Scenes as a data set in memory, with their masks.
    /// - Parameter splits: nil takes all splits of the configuration.
    public func dataset(_ splits: [DataSplit]? = nil, pool: WorkerPool) -> ImageDataset {
        let chosen = configuration.splits.filter { splits?.contains($0.split) ?? true }
        var pixels: [UInt8] = []
        var masks: [UInt8] = []
        var samples: [ImageDataset.Sample] = []
        let total = chosen.reduce(0) { $0 + $1.count }
        let area = configuration.size * configuration.size
        pixels.reserveCapacity(3 * area * total)
        masks.reserveCapacity(area * total)
        for (split, count) in chosen {
            for start in stride(from: 0, to: count, by: Rooms.grain) {
                let scenes = pool.map(parts: min(Rooms.grain, count - start)) { scene(split, start + $0) }
                for (offset, scene) in scenes.enumerated() {
                    samples.append(
                        ImageDataset.Sample(
                            name: Rooms.name(split, start + offset), label: Int32(scene.label.rawValue), split: split,
                            position: samples.count))
                    pixels += scene.pixels
                    masks += scene.mask
                }
            }
        }
        let size = configuration.size
        return ImageDataset(
            classes: configuration.roomClasses.map(\.name), samples: samples,
            storage: .memory(PixelBlock(height: size, width: size, channels: 3, bytes: pixels)),
            masks: ConceptMasks(
                concepts: RoomConcept.allCases.map(\.name),
                storage: .memory(PixelBlock(height: size, width: size, channels: 1, bytes: masks))))
    }

    /// Scenes generated at a time: enough to keep threads busy, few enough to keep in memory.
    static let grain = 256

    /// `train/000042`.
    static func name(_ split: DataSplit, _ index: Int) -> String { "\(split)/\(number(index))" }

    static func number(_ index: Int) -> String {
        let digits = String(index)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
