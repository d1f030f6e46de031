import NeSyData
import NeSyTensor
import Testing

@Suite struct ImageDatasetTests {
    @Test func limitsKeepTheFirst() {
        let dataset = SmallImages.dataset(30)
        #expect(dataset.limited(perSplit: 7).samples.map(\.name) == dataset.samples.prefix(7).map(\.name))
        #expect(dataset.limited(perClass: 2).labels == [0, 1, 2, 0, 1, 2])
        #expect(dataset.limited(perSplit: 4, perClass: 2).labels == [0, 1, 2, 0])
        #expect(dataset.limited().count == 30)
        #expect(dataset.limited(perSplit: 0).count == 0)
    }

    @Test func limitsOfSortedClassesTakeTurns() {
        let block = PixelBlock(height: 1, width: 1, channels: 1, bytes: [UInt8](repeating: 0, count: 12))
        let labels: [Int32] = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2]
        let dataset = ImageDataset(
            block, classes: ["a", "b", "c"], labels: labels, splits: [DataSplit](repeating: .train, count: 12))
        #expect(dataset.limited(perSplit: 7).labels == [0, 0, 0, 1, 1, 2, 2])
        #expect(dataset.limited(perSplit: 3).samples.map(\.name) == ["train/0", "train/6", "train/10"])
    }

    @Test func theFingerprintSeesEveryPart() throws {
        let pool = WorkerPool(threadCount: 2)
        func block(_ first: UInt8) -> PixelBlock {
            PixelBlock(height: 1, width: 2, channels: 1, bytes: [first, 1, 2, 3])
        }
        func fingerprint(
            _ first: UInt8 = 0, _ classes: [String] = ["a", "b"], _ labels: [Int32] = [0, 1],
            _ splits: [DataSplit] = [.train, .test], _ names: [String] = ["x", "y"]
        ) throws -> String {
            try ImageDataset(block(first), classes: classes, labels: labels, splits: splits, names: names)
                .fingerprint(pool: pool)
        }
        let others = [
            try fingerprint(9), try fingerprint(0, ["a", "c"]), try fingerprint(0, ["a", "b"], [1, 0]),
            try fingerprint(0, ["a", "b"], [0, 1], [.train, .train]),
            try fingerprint(0, ["a", "b"], [0, 1], [.train, .test], ["x", "z"]), try fingerprint(),
        ]
        #expect(Set(others).count == 6)
        #expect(try fingerprint() == others[5])
        let large = SmallImages.dataset(300, side: 100)
        #expect(try large.fingerprint(pool: pool) == large.fingerprint(pool: WorkerPool(threadCount: 1)))
    }

    @Test(arguments: ["train", "Training", "VAL", "valid", "validation", "test", "testing"])
    func splitsHaveTheirUsualNames(_ alias: String) {
        #expect(DataSplit(alias: alias) != nil)
    }

    @Test func otherSplitsKeepTheirNames() {
        #expect(DataSplit(alias: "bedroom") == nil)
        #expect(DataSplit(column: "test_shift") == .testShift)
        #expect([DataSplit.testAnti, .test, .validation, .train].sorted() == [.train, .validation, .test, .testAnti])
    }
}
