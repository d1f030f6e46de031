import NeSyData
import NeSyNetworks
import NeSyTensor

/// A data set as a run reads it: scaled, normalised, and augmented for training.
public struct DatasetImages: RunImages {
    public let classes: [String]
    public let input: FeatureShape
    public let training: ImageDataset
    public let test: ImageDataset?
    private let trainingTransform: ImageTransform
    /// The way of an image into the network when nothing is left to chance.
    public let transform: ImageTransform
    private let threads: Int
    private let areOfOtherClasses: Bool

    /// - Parameters:
    ///   - input: the network's input when it is known already; the options and the images decide otherwise.
    ///   - testSplit: another split to test on than the data set's own.
    ///   - areOfOtherClasses: the images are for looking at only; their batches carry no labels.
    /// - Throws: bad data when there is nothing to train on, a usage error for options that cannot be read.
    public init(
        _ dataset: ImageDataset, options: RunOptions, input known: FeatureShape? = nil, testSplit: String? = nil,
        areOfOtherClasses: Bool = false, threads: Int
    ) throws(NeSyError) {
        classes = dataset.classes
        self.threads = threads
        self.areOfOtherClasses = areOfOtherClasses
        training = dataset[.train].limited(perSplit: options.trainLimit)
        guard training.count > 0 else {
            throw NeSyError(
                .badData, "The data set has no images to train on.", expected: "a split named train",
                found: dataset.splits.map(\.description).joined(separator: ", "))
        }
        let split: DataSplit?
        if let testSplit {
            let wanted = DataSplit(column: testSplit)
            guard dataset.splits.contains(wanted) else {
                throw NeSyError(
                    .usage, "The data set has no such split.",
                    expected: dataset.splits.map(\.description).joined(separator: ", "), found: testSplit)
            }
            split = wanted
        } else {
            split = dataset.testSplit
        }
        test = split.map { dataset[$0].limited(perSplit: options.testLimit) }
        if let known { input = known } else { input = try DatasetImages.input(of: training, options: options) }
        let plain = try options.transform(input: input)
        transform = plain
        var augmented = plain
        augmented.augmentation = Augmentation(flipsHorizontally: options.flips, shift: options.shift)
        trainingTransform = augmented
    }

    /// What a network has to read: the size asked for, else that of small images, else 64 pixels a side (224 for the
    /// networks that were made for them).
    private static func input(of dataset: ImageDataset, options: RunOptions) throws(NeSyError) -> FeatureShape {
        let first = try dataset.size(0)
        let channels = first.channels <= 2 ? 1 : 3
        if let size = options.imageSize {
            return FeatureShape(height: size, width: size, channels: channels)
        }
        if case .memory = dataset.storage {
            return FeatureShape(height: first.height, width: first.width, channels: channels)
        }
        let usual = options.architecture.hasPrefix("vgg") || options.architecture.hasPrefix("resnet") ? 224 : 64
        if usual == 64, first.height <= 64, first.width <= 64 {
            return FeatureShape(height: first.height, width: first.width, channels: channels)
        }
        return FeatureShape(height: usual, width: usual, channels: channels)
    }

    public var trainingCounts: [Int] {
        var counts = [Int](repeating: 0, count: classes.count)
        for sample in training.samples { counts[Int(sample.label)] += 1 }
        return counts
    }

    public func shuffledBatches(size: Int, seed: UInt64) throws(NeSyError) -> any BatchSource {
        LoadedBatches(
            BatchLoader(training, transform: trainingTransform, batchSize: size, seed: seed, threadCount: threads),
            isShuffled: true)
    }

    public func trainingBatches(size: Int) throws(NeSyError) -> any BatchSource { ordered(training, size) }

    public func testBatches(size: Int) throws(NeSyError) -> (any BatchSource)? { test.map { ordered($0, size) } }

    /// Any images as they stand, in order.
    public func ordered(_ dataset: ImageDataset, _ size: Int) -> any BatchSource {
        LoadedBatches(
            BatchLoader(dataset, transform: transform, batchSize: size, threadCount: threads), isShuffled: false,
            hidesLabels: areOfOtherClasses)
    }
}

extension RunOptions {
    /// The way of an image into a network, without augmentation.
    func transform(input: FeatureShape) throws(NeSyError) -> ImageTransform {
        let normalisation: Normalisation
        switch normalization {
        case "unit": normalisation = .unit
        case "standardise": normalisation = .standardise
        case "imagenet": normalisation = .imageNet
        default:
            throw NeSyError(
                .usage, "--normalization has no such value.", expected: "unit, standardise or imagenet",
                found: normalization)
        }
        if normalization == "imagenet" && input.channels != 3 {
            throw NeSyError(
                .usage, "ImageNet's statistics are for three channels.", expected: "colour images",
                found: "\(input.channels) channel", remedy: "Use --normalization unit or standardise.")
        }
        return ImageTransform(
            height: input.height, width: input.width, channels: input.channels == 1 ? .grey : .rgb,
            normalisation: normalisation)
    }
}
