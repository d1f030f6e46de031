import NeSyTensor

extension DataSplit {
    /// Drawn like the training scenes.
    public static let testIID = DataSplit(rawValue: "test_iid")
    /// The planted objects in half of the scenes of every class.
    public static let testShift = DataSplit(rawValue: "test_shift")
    /// The planted objects where training did not show them.
    public static let testAnti = DataSplit(rawValue: "test_anti")
    /// For training, with the planted objects in half of the scenes of every class.
    public static let trainBalanced = DataSplit(rawValue: "train_balanced")
    /// Scenes that are drawn twice, with and without one of their objects.
    public static let interventions = DataSplit(rawValue: "interventions")
}

/// What generated rooms shall be like. The same configuration gives the same bytes on every machine.
public struct RoomsConfiguration: Sendable, Hashable {
    public var seed: UInt64 = 0
    public var train = 3000
    public var validation = 600
    /// Scenes in each of `test_iid`, `test_shift` and `test_anti`.
    public var test = 600
    public var trainBalanced = 600
    /// Pairs of scenes with and without one object.
    public var interventions = 0
    /// The number of classes, 2 to 5.
    public var classes = 3
    /// Width and height in pixels: 32, 64 or 128.
    public var size = 64
    /// The share of wrong labels in the splits that are trained with; the tests keep true labels.
    public var labelNoise = 0.0
    /// Nil plants the rug in bedrooms and, where there are kitchens, the plant in kitchens.
    public var plantedConfounders: [RoomConfounder]?

    public init() {}

    /// The most confounders a configuration may have: with two objects that define a class, a scene stays
    /// below its most of seven.
    public static let mostConfounders = 4
    /// The most scenes of a split.
    public static let mostScenes = 1_000_000

    public var confounders: [RoomConfounder] {
        if let plantedConfounders { return plantedConfounders }
        let standard = [RoomConfounder(.rug, in: .bedroom), RoomConfounder(.plant, in: .kitchen)]
        return standard.filter { $0.roomClass.rawValue < classes }
    }

    public var roomClasses: [RoomClass] { Array(RoomClass.allCases.prefix(classes)) }

    /// The splits that have scenes, with their counts. Interventions are no split to train or test with.
    public var splits: [(split: DataSplit, count: Int)] {
        [
            (.train, train), (.validation, validation), (.testIID, test), (.testShift, test), (.testAnti, test),
            (.trainBalanced, trainBalanced),
        ].filter { $0.1 > 0 }
    }

    /// Throws a usage error for the first value that is out of its range.
    public func validate() throws(NeSyError) {
        func demand(_ holds: Bool, _ option: String, _ expected: String, _ found: Any) throws(NeSyError) {
            if !holds {
                throw NeSyError(
                    .usage, "The option \(option) of the generated rooms is out of range.", expected: expected,
                    found: "\(found)")
            }
        }
        let counts = [
            ("train", train), ("val", validation), ("test", test), ("train-balanced", trainBalanced),
            ("interventions", interventions),
        ]
        for (name, count) in counts {
            try demand((0...Self.mostScenes).contains(count), name, "0 to \(Self.mostScenes)", count)
        }
        try demand((2...RoomClass.allCases.count).contains(classes), "classes", "2 to 5", classes)
        try demand([32, 64, 128].contains(size), "size", "32, 64 or 128", size)
        try demand(labelNoise >= 0 && labelNoise <= 1, "label-noise", "0 to 1", labelNoise)
        try demand(
            confounders.count <= Self.mostConfounders, "confound", "at most \(Self.mostConfounders) confounders",
            confounders.count)
        for confounder in confounders {
            let text = "\(confounder.concept.name):\(confounder.roomClass.name)"
            try demand(!confounder.concept.definesClass, "confound", "an object that no true rule reads", text)
            try demand(
                confounder.strength >= 0 && confounder.strength <= 1, "confound", "a strength from 0 to 1",
                confounder.strength)
            try demand(
                confounder.roomClass.rawValue < classes, "confound",
                "one of the classes \(roomClasses.map(\.name).joined(separator: ", "))", text)
            try demand(
                confounders.filter { $0.concept == confounder.concept }.count == 1, "confound",
                "every object planted once", text)
        }
    }
}
