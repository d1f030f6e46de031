import NeSyStorage
import NeSyTensor

/// Labelled images: names, classes and splits, and where the pixels are.
///
/// A value; taking a part of it copies the list of samples and shares the pixels.
public struct ImageDataset: Sendable {
    /// One image with its label.
    public struct Sample: Sendable, Hashable {
        /// The path below the root, or what the source calls it; distinct within a data set.
        public let name: String
        /// The position of its class in ``ImageDataset/classes``.
        public let label: Int32
        public let split: DataSplit
        /// Where the storage keeps the pixels.
        let position: Int

        public init(name: String, label: Int32, split: DataSplit, position: Int) {
            self.name = name
            self.label = label
            self.split = split
            self.position = position
        }
    }

    /// Where the pixels are.
    public enum Storage: Sendable {
        case memory(PixelBlock)
        /// Files, decoded when they are asked for.
        case files(ImageFiles)
    }

    /// What the classes are called; a label is a position here.
    public let classes: [String]
    public private(set) var samples: [Sample]
    public let storage: Storage
    /// The masks of the images, where the source has them.
    public private(set) var masks: ConceptMasks?

    /// - Precondition: labels name classes, and positions lie inside the storage.
    public init(classes: [String], samples: [Sample], storage: Storage, masks: ConceptMasks? = nil) {
        let capacity =
            switch storage {
            case .memory(let block): block.count
            case .files(let files): files.paths.count
            }
        precondition(
            samples.allSatisfy {
                classes.indices.contains(Int($0.label)) && (0..<capacity).contains($0.position)
            })
        self.classes = classes
        self.samples = samples
        self.storage = storage
        self.masks = masks
    }

    /// Images in memory: the label and the split of every image of the block, in order.
    /// - Precondition: as many labels and splits as images.
    public init(_ block: PixelBlock, classes: [String], labels: [Int32], splits: [DataSplit], names: [String]? = nil) {
        precondition(labels.count == block.count && splits.count == block.count)
        precondition(names == nil || names!.count == block.count)
        let samples = (0..<block.count).map { position in
            let name = names?[position] ?? "\(splits[position])/\(position)"
            return Sample(name: name, label: labels[position], split: splits[position], position: position)
        }
        self.init(classes: classes, samples: samples, storage: .memory(block))
    }

    public var count: Int { samples.count }
    public var labels: [Int32] { samples.map(\.label) }

    /// The splits that occur: training first, then validation, then the others by name.
    public var splits: [DataSplit] { Set(samples.map(\.split)).sorted() }

    /// The split to test on: `test`, else `test_iid`, else `val`; nil when there is none of these.
    public var testSplit: DataSplit? {
        let present = Set(samples.map(\.split))
        return [.test, .testIID, .validation].first { present.contains($0) }
    }

    /// The samples that satisfy a condition, in their order.
    public func filtered(_ isIncluded: (Sample) -> Bool) -> ImageDataset {
        var copy = self
        copy.samples = samples.filter(isIncluded)
        return copy
    }

    /// The images of one split.
    public subscript(split: DataSplit) -> ImageDataset { filtered { $0.split == split } }

    /// The given samples, in the given order.
    /// - Precondition: every index is inside the data set.
    public func selecting(_ indices: [Int]) -> ImageDataset {
        var copy = self
        copy.samples = indices.map { samples[$0] }
        return copy
    }

    /// The same images with these masks.
    func masked(by masks: ConceptMasks) -> ImageDataset {
        var copy = self
        copy.masks = masks
        return copy
    }
}
