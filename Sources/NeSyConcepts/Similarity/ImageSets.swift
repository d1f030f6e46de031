import NeSyTensor

/// For each filter the images that excite it most, and sets of as many images drawn by lot, each in the order of rank.
struct ImageSets {
    let filters: Int
    let random: Int
    /// Images in a set.
    let top: Int
    /// Set after set, those of the filters first.
    let images: [Int32]

    var count: Int { filters + random }

    /// - Parameters:
    ///   - norms: `[images, filters]`.
    ///   - chosen: the filters whose sets are wanted.
    init(norms: Tensor, chosen: [Int], random: Int, top: Int, seed: UInt64, pool: WorkerPool) {
        let imageCount = norms.shape[0]
        let width = norms.shape[1]
        precondition(top <= imageCount && imageCount <= Int(UInt32.max))
        filters = chosen.count
        self.random = random
        self.top = top
        var lots = CounterRandomGenerator(CounterRandom(seed: seed, stream: 0x6C6F_7473))
        // Equal norms are put in order by lot: the order of a data set goes by classes, so it would be taken for
        // evidence where a filter is silent on most images.
        let lot = (0..<UInt32(imageCount)).shuffled(using: &lots)
        var arranged = [Int32](repeating: 0, count: imageCount)
        for (image, number) in lot.enumerated() { arranged[Int(number)] = Int32(image) }
        let holders = arranged

        var images = [Int32](unsafeUninitializedCapacity: chosen.count * top) { sets, filled in
            pool.run(parts: chosen.count) { part in
                var keys = (0..<imageCount).map { image in
                    UInt64(ImageSets.ordered(norms.values[image * width + chosen[part]])) << 32 | UInt64(lot[image])
                }
                keys.sort(by: >)
                for rank in 0..<top { sets[part * top + rank] = holders[Int(UInt32(truncatingIfNeeded: keys[rank]))] }
            }
            filled = chosen.count * top
        }
        // Any arrangement is as good as any other to draw from, so one set's leftovers serve the next.
        for _ in 0..<random {
            for place in 0..<top { arranged.swapAt(place, .random(in: place..<imageCount, using: &lots)) }
            images += arranged.prefix(top)
        }
        self.images = images
    }

    /// A number that orders as the float does.
    private static func ordered(_ value: Float) -> UInt32 {
        let bits = (value + 0).bitPattern
        return bits >> 31 == 0 ? bits | 1 << 31 : ~bits
    }
}
