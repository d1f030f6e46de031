import NeSyTensor

/// The generator of rooms: scenes of simple objects with pixel masks, classes by known rules, and planted
/// confounders.
///
/// Everything is computed in integers, and scene i of a split draws from a stream of its own: any scene
/// can be generated alone, in any order, on any number of threads and any machine, with the same bytes.
public struct Rooms: Sendable {
    public let configuration: RoomsConfiguration

    public init(_ configuration: RoomsConfiguration = RoomsConfiguration()) throws(NeSyError) {
        try configuration.validate()
        self.configuration = configuration
    }

    /// The most objects a scene shows.
    private static let mostObjects = 7
    /// Layouts tried for a set of objects before another set is drawn; more than one is rarely needed.
    private static let mostLayouts = 64

    /// Scene `index` of a split. The index may exceed the configured count: the streams do not end.
    public func scene(_ split: DataSplit, _ index: Int) -> RoomScene {
        let (layout, trueClass) = layout(split, index)
        let mask = layout.mask()
        return RoomScene(
            size: configuration.size,
            pixels: layout.pixels(noise: random(split, index, .noise)), mask: mask, concepts: Rooms.visible(mask),
            trueClass: trueClass, label: label(split, index, trueClass))
    }

    /// A scene of the interventions drawn twice, the second time without one of its objects; everything
    /// else, the noise included, is the same.
    public func intervention(_ index: Int) -> (with: RoomScene, without: RoomScene, concept: RoomConcept) {
        let split = DataSplit.interventions
        let (layout, trueClass) = layout(split, index)
        var draw = random(split, index, .intervention)
        let concept = layout.objects[draw.below(layout.objects.count)].concept
        func drawn(without hidden: RoomConcept?) -> RoomScene {
            let mask = layout.mask(without: hidden)
            return RoomScene(
                size: configuration.size,
                pixels: layout.pixels(noise: random(split, index, .noise), without: hidden), mask: mask,
                concepts: Rooms.visible(mask), trueClass: trueClass, label: trueClass)
        }
        return (drawn(without: nil), drawn(without: concept), concept)
    }

    private func layout(_ split: DataSplit, _ index: Int) -> (RoomLayout, RoomClass) {
        // Classes take turns, so that every prefix of a split is balanced.
        let roomClass = configuration.roomClasses[index % configuration.classes]
        var concepts = random(split, index, .concepts)
        var places = random(split, index, .layout)
        while true {
            let chosen = drawConcepts(split, roomClass, &concepts)
            for _ in 0..<Rooms.mostLayouts {
                if let layout = RoomLayout(chosen, size: configuration.size, &places) { return (layout, roomClass) }
            }
        }
    }

    /// The objects of a scene. The planted ones are drawn once and kept while the others are drawn again,
    /// so that their rates are exact.
    private func drawConcepts(
        _ split: DataSplit, _ roomClass: RoomClass, _ random: inout RoomRandom
    ) -> RoomConceptSet {
        var planted: RoomConceptSet = []
        for confounder in configuration.confounders
        where random.chance(confounder.probability(in: split, of: roomClass)) {
            planted.insert(confounder.concept)
        }
        while true {
            var drawn = drawOwn(roomClass, &random)
            for confounder in configuration.confounders { drawn.remove(RoomConceptSet(confounder.concept)) }
            drawn.formUnion(planted)
            if (1...Rooms.mostObjects).contains(drawn.count) { return drawn }
        }
    }

    /// The objects that the class calls for and the distractors, confounders aside.
    private func drawOwn(_ roomClass: RoomClass, _ random: inout RoomRandom) -> RoomConceptSet {
        var drawn: RoomConceptSet = []
        func add(_ concept: RoomConcept, _ probability: Double) {
            if random.chance(probability) { drawn.insert(concept) }
        }
        switch roomClass {
        case .bedroom: drawn.insert(.bed)
        case .bathroom:
            // Toilet alone .4, tub alone .3, both .3.
            let draw = random.below(10)
            if draw < 7 { drawn.insert(.toilet) }
            if draw >= 4 { drawn.insert(.tub) }
        case .kitchen: drawn.formUnion([RoomConceptSet(.stove), RoomConceptSet(.fridge)])
        case .living: drawn.insert(.table)
        case .office: break
        }
        if roomClass != .kitchen && random.chance(0.15) { drawn.insert(random.below(2) == 0 ? .stove : .fridge) }
        switch roomClass {
        case .bedroom: add(.table, 0.3)
        case .kitchen: add(.table, 0.2)
        default: break
        }
        add(.lamp, roomClass == .bedroom ? 0.7 : 0.1)
        add(.chair, 0.3)
        add(.picture, 0.4)
        add(.window, roomClass == .office ? 0.9 : 0.3)
        add(.plant, 0.3)
        add(.rug, 0.3)
        return drawn
    }

    private func label(_ split: DataSplit, _ index: Int, _ trueClass: RoomClass) -> RoomClass {
        guard [.train, .validation, .trainBalanced].contains(split) else { return trueClass }
        var random = random(split, index, .label)
        guard random.chance(configuration.labelNoise) else { return trueClass }
        let other = (trueClass.rawValue + 1 + random.below(configuration.classes - 1)) % configuration.classes
        return configuration.roomClasses[other]
    }

    private func random(_ split: DataSplit, _ index: Int, _ purpose: RoomRandom.Purpose) -> RoomRandom {
        // A polynomial over the bytes of the name tells the splits apart.
        let key = split.rawValue.utf8.reduce(UInt64(0)) { $0 &* 0x100_0000_01B3 &+ UInt64($1) }
        return RoomRandom(seed: configuration.seed, split: key, index: index, purpose: purpose)
    }

    private static func visible(_ mask: [UInt8]) -> RoomConceptSet {
        // An id is below 16, so that it names a bit of the set.
        RoomConceptSet(rawValue: mask.reduce(UInt16(0)) { $0 | 1 << UInt16($1) })
    }
}
