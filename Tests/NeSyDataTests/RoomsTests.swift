import NeSyData
import NeSyTensor
import Testing

@Suite struct RoomsTests {
    private static func rooms(_ change: (inout RoomsConfiguration) -> Void = { _ in }) throws -> Rooms {
        var configuration = RoomsConfiguration()
        change(&configuration)
        return try Rooms(configuration)
    }

    /// What the seed 0 gives, on every machine and for good: published runs name this digest.
    @Test func theDigestOfTheFirstScenesIsPinned() throws {
        let rooms = try Self.rooms {
            $0.train = 30
            $0.validation = 0
            $0.test = 10
            $0.trainBalanced = 0
            $0.interventions = 5
        }
        let digest = rooms.digest(pool: WorkerPool(threadCount: 1))
        #expect(digest == rooms.digest(pool: WorkerPool(threadCount: 3)))
        #expect(digest.splits.map(\.split) == [.train, .testIID, .testShift, .testAnti, .interventions])
        #expect(digest.pack == "ede34ce3356794919dee9b37d473a3d9e31f09addbdfa517d99e695fc5338779")
    }

    @Test func anotherSeedGivesAnotherDigest() throws {
        func pack(_ seed: UInt64) throws -> String {
            try Self.rooms {
                $0.seed = seed
                $0.train = 5
                $0.test = 0
                $0.validation = 0
                $0.trainBalanced = 0
            }.digest(pool: WorkerPool(threadCount: 1)).pack
        }
        #expect(try pack(1) != pack(2))
    }

    @Test(arguments: [32, 64, 128])
    func masksShowExactlyTheConcepts(_ size: Int) throws {
        let rooms = try Self.rooms {
            $0.size = size
            $0.classes = 5
        }
        for index in 0..<120 {
            let scene = rooms.scene(.train, index)
            #expect(scene.pixels.count == 3 * size * size)
            #expect(scene.mask.count == size * size)
            var areas: [UInt8: Int] = [:]
            for id in scene.mask { areas[id, default: 0] += 1 }
            #expect(Set(areas.keys) == Set(scene.concepts.concepts.map(\.rawValue)))
            #expect(RoomConceptSet.background.isSubset(of: scene.concepts))
            let objects = scene.concepts.objects
            #expect((1...7).contains(objects.count))
            for object in objects { #expect(areas[object.rawValue, default: 0] >= 40 * size * size / 4096) }
        }
    }

    @Test(arguments: 2...5)
    func theTrueRulesDecideEveryLabel(_ classes: Int) throws {
        let rooms = try Self.rooms { $0.classes = classes }
        for split in [DataSplit.train, .testIID, .testShift, .testAnti, .trainBalanced] {
            for index in 0..<100 {
                let scene = rooms.scene(split, index)
                #expect(scene.label == RoomClass(showing: scene.concepts))
                #expect(scene.label.rawValue == index % classes)
            }
        }
    }

    /// Each rate within 3 standard errors (and a little for strength 0 and 1, where there is no error).
    @Test(arguments: [0.5, 0.9, 1.0])
    func confoundersComeAsOftenAsAsked(_ strength: Double) throws {
        let planted = [
            RoomConfounder(.rug, in: .bedroom, strength: strength),
            RoomConfounder(.plant, in: .kitchen, strength: strength),
        ]
        let rooms = try Self.rooms { $0.plantedConfounders = planted }
        let count = 900
        let rates: [(DataSplit, own: Double, other: Double)] = [
            (.train, strength, 1 - strength), (.testIID, strength, 1 - strength), (.testShift, 0.5, 0.5),
            (.testAnti, 1 - strength, strength), (.trainBalanced, 0.5, 0.5),
        ]
        for (split, own, other) in rates {
            let scenes = (0..<count).map { rooms.scene(split, $0) }
            for confounder in planted {
                for roomClass in rooms.configuration.roomClasses {
                    let members = scenes.filter { $0.trueClass == roomClass }
                    let shown = members.count { $0.concepts.contains(confounder.concept) }
                    let expected = roomClass == confounder.roomClass ? own : other
                    let error = (expected * (1 - expected) / Double(members.count)).squareRoot()
                    #expect(abs(Double(shown) / Double(members.count) - expected) <= 3 * error)
                }
            }
        }
    }

    @Test func theOtherObjectsComeAtTheirRates() throws {
        let rooms = try Self.rooms { $0.classes = 5 }
        let scenes = (0..<2000).map { rooms.scene(.testShift, $0) }
        func rate(_ roomClass: RoomClass, _ condition: (RoomConceptSet) -> Bool) -> Double {
            let members = scenes.filter { $0.trueClass == roomClass }
            return Double(members.count { condition($0.concepts) }) / Double(members.count)
        }
        // 400 scenes a class: three standard errors are at most 0.075.
        #expect(abs(rate(.bedroom) { $0.contains(.lamp) } - 0.7) < 0.075)
        #expect(abs(rate(.kitchen) { $0.contains(.lamp) } - 0.1) < 0.05)
        #expect(abs(rate(.bathroom) { $0.contains(.toilet) && !$0.contains(.tub) } - 0.4) < 0.075)
        #expect(abs(rate(.bathroom) { $0.contains(.toilet) && $0.contains(.tub) } - 0.3) < 0.075)
        #expect(abs(rate(.bedroom) { $0.contains(.stove) != $0.contains(.fridge) } - 0.15) < 0.06)
        #expect(abs(rate(.bedroom) { $0.contains(.table) } - 0.3) < 0.075)
        #expect(abs(rate(.office) { $0.contains(.window) } - 0.9) < 0.06)
        #expect(abs(rate(.living) { $0.contains(.picture) } - 0.4) < 0.075)
    }

    @Test func labelNoiseLeavesTheTestsTrue() throws {
        let rooms = try Self.rooms { $0.labelNoise = 0.3 }
        let wrong = (0..<1000).count { index in
            let scene = rooms.scene(.train, index)
            return scene.label != scene.trueClass
        }
        #expect((255...345).contains(wrong))
        for index in 0..<50 {
            let scene = rooms.scene(.testIID, index)
            #expect(scene.label == scene.trueClass)
        }
    }

    @Test func anInterventionChangesNothingButItsObject() throws {
        let rooms = try Self.rooms()
        var removed = Set<RoomConcept>()
        for index in 0..<60 {
            let (with, without, concept) = rooms.intervention(index)
            #expect(with.concepts.contains(concept))
            #expect(!without.concepts.contains(concept))
            removed.insert(concept)
            for pixel in 0..<64 * 64 where with.mask[pixel] != concept.rawValue {
                #expect(with.mask[pixel] == without.mask[pixel])
                #expect(with.pixels[3 * pixel..<3 * pixel + 3] == without.pixels[3 * pixel..<3 * pixel + 3])
            }
            #expect(with.pixels != without.pixels)
        }
        #expect(removed.count >= 8)
    }

    @Test func theDataSetHoldsTheScenes() throws {
        let rooms = try Self.rooms {
            $0.train = 7
            $0.validation = 0
            $0.test = 2
            $0.trainBalanced = 0
        }
        let dataset = rooms.dataset(pool: WorkerPool(threadCount: 2))
        #expect(dataset.classes == ["bedroom", "bathroom", "kitchen"])
        #expect(dataset.splits == [.train, .testAnti, .testIID, .testShift])
        #expect(dataset.testSplit == .testIID)
        let anti = dataset[.testAnti]
        let scene = rooms.scene(.testAnti, 1)
        #expect(try anti.image(1) == scene.image)
        #expect(try anti.mask(1)?.ids == scene.mask.map { Int32($0) })
        #expect(anti.samples[1].name == "test_anti/000001")
        #expect(rooms.dataset([.train], pool: WorkerPool(threadCount: 1)).count == 7)
    }

    @Test(arguments: [
        "rug", "rug:bedroom:2", "rug:bedroom:x", "bed:bedroom", "rug:cellar", "sofa:bedroom", "rug:bedroom:0.9:1", "",
    ])
    func aConfounderThatCannotBeReadIsRefused(_ text: String) {
        #expect(throws: NeSyError.self) { try RoomConfounder(parsing: text) }
    }

    @Test func aConfounderIsRead() throws {
        #expect(
            try RoomConfounder(parsing: "plant:kitchen:0.75") == RoomConfounder(.plant, in: .kitchen, strength: 0.75))
        #expect(try RoomConfounder(parsing: "rug:office").strength == 0.9)
    }

    @Test func valuesOutOfRangeAreRefused() {
        let changes: [(inout RoomsConfiguration) -> Void] = [
            { $0.classes = 1 }, { $0.classes = 6 }, { $0.size = 48 }, { $0.train = -1 }, { $0.test = 10_000_000 },
            { $0.labelNoise = 1.5 }, { $0.labelNoise = .nan }, { $0.interventions = -2 },
            { $0.plantedConfounders = [RoomConfounder(.plant, in: .office)] },
            { $0.plantedConfounders = [RoomConfounder(.bed, in: .kitchen)] },
            { $0.plantedConfounders = [RoomConfounder(.rug, in: .kitchen, strength: -0.1)] },
            { $0.plantedConfounders = [RoomConfounder(.rug, in: .kitchen), RoomConfounder(.rug, in: .bedroom)] },
            {
                $0.plantedConfounders = [RoomConcept.rug, .plant, .lamp, .chair, .picture].map {
                    RoomConfounder($0, in: .kitchen)
                }
            },
        ]
        for change in changes {
            #expect(throws: NeSyError.self) { try Self.rooms(change) }
        }
    }
}
