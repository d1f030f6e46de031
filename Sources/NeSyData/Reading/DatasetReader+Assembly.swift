import NeSyFormats
import NeSyTensor

extension DatasetReader {
    /// An image before classes are numbered.
    struct Entry {
        /// The path below the root, or another distinct name.
        let name: String
        let className: String
        /// Nil where the source knows no splits.
        let split: DataSplit?
    }

    /// Numbers the classes, holds out a test split where there is none, and checks that one can train with it.
    /// - Parameters:
    ///   - classes: in the order of their numbers; nil for the ascending names of the entries.
    ///   - storage: holds the pixels of the entries in their order.
    ///   - standardMasks: the masks that the layout keeps, for a reader that was told of none.
    func assemble(
        _ root: String, _ layout: DatasetLayout, _ entries: [Entry], classes given: [String]? = nil,
        ignoredFiles: [String] = [], storage: ImageDataset.Storage, masks standardMasks: MaskSource? = nil
    ) throws(NeSyError) -> (dataset: ImageDataset, summary: DatasetSummary) {
        func refuse(_ what: String, expected: String, found: String, remedy: String? = nil) -> NeSyError {
            NeSyError(.badData, what, at: root, expected: expected, found: found, remedy: remedy)
        }
        let classes = given ?? Labels(names: entries.map(\.className)).classes
        if entries.isEmpty {
            throw refuse("There are no images.", expected: DatasetLayout.expectedTree, found: "no image")
        }
        if classes.count < leastClasses {
            throw refuse(
                "There is only one class.",
                expected: "at least two classes, a folder each; \(DatasetLayout.expectedTree)",
                found: "\(entries.count) images of the class \(classes.joined())")
        }
        let number = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, Int32($0)) })
        var splits = entries.map { $0.split ?? .train }
        if !splits.contains(.train) {
            throw refuse(
                "There are no training images.", expected: "a split called train",
                found: "the splits \(Set(splits).sorted().map(\.rawValue).joined(separator: ", "))")
        }
        let trained = Set(entries.indices.filter { splits[$0] == .train }.map { entries[$0].className })
        for name in classes where !trained.contains(name) {
            throw refuse(
                "A class has no training images.", expected: "at least one image of every class in train",
                found: "none of the class \(name)")
        }
        let isHeldOut = holdout > 0 && splits.allSatisfy { $0 == .train }
        if isHeldOut { for index in heldOut(entries) { splits[index] = .test } }
        let samples = entries.indices.map { index in
            ImageDataset.Sample(
                name: entries[index].name, label: number[entries[index].className] ?? 0, split: splits[index],
                position: index)
        }
        var dataset = ImageDataset(classes: classes, samples: samples, storage: storage)
        if let source = masks ?? standardMasks { dataset = try dataset.masked(by: source, fileSystem) }
        let summary = DatasetSummary(
            path: root, layout: layout, dataset: dataset, ignoredFiles: ignoredFiles, isHeldOut: isHeldOut)
        return (dataset, summary)
    }

    /// The entries to test with: of every class the share whose names have the smallest hashes, one at least
    /// where there are two. A class that grows keeps most of its division.
    private func heldOut(_ entries: [Entry]) -> [Int] {
        var byClass: [String: [Int]] = [:]
        for (index, entry) in entries.enumerated() { byClass[entry.className, default: []].append(index) }
        return byClass.values.flatMap { members -> ArraySlice<Int> in
            let ordered = members.map { (DatasetReader.hash(entries[$0].name), $0) }.sorted { $0 < $1 }.map(\.1)
            let share = Int((Double(members.count) * holdout).rounded())
            return ordered.prefix(min(max(share, 1), members.count - 1))
        }
    }

    /// FNV-1a over the bytes, its bits spread: the same on every machine and in every run.
    private static func hash(_ name: String) -> UInt64 {
        SplitMix64.mix(name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    }
}
