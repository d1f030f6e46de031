import NeSyData
import NeSyFormats
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct BatchLoaderTests {
    private let transform = ImageTransform(height: 4, width: 4, channels: .grey)
    private let varied = ImageTransform(
        height: 5, width: 5, channels: .rgb, normalisation: .standardise,
        augmentation: Augmentation(flipsHorizontally: true, shift: 1, leastCrop: 0.7))

    private func all(_ stream: BatchStream) throws -> [Batch] {
        var batches: [Batch] = []
        while let batch = try stream.next() { batches.append(batch) }
        return batches
    }

    @Test func anEpochVisitsEveryImageOnce() throws {
        let loader = BatchLoader(SmallImages.dataset(103), transform: transform, batchSize: 10, seed: 5, threadCount: 3)
        let batches = try all(loader.epoch(0))
        #expect(batches.count == 11)
        #expect(batches.last?.count == 3)
        #expect(batches.flatMap(\.indices).sorted() == Array(0..<103))
        #expect(batches.flatMap(\.indices) == loader.order(epoch: 0))
        for batch in batches {
            #expect(batch.images.shape == [batch.count, 4, 4, 1])
            for (place, index) in batch.indices.enumerated() {
                #expect(batch.labels[place] == Int32(index % 3))
                #expect(batch.images[place, 3, 2, 0] == Float(index) / 255)
            }
        }
    }

    @Test func ordersDifferByEpochAndSeed() {
        func order(_ seed: UInt64, _ epoch: Int) -> [Int] {
            BatchLoader(SmallImages.dataset(50), transform: transform, batchSize: 8, seed: seed).order(epoch: epoch)
        }
        #expect(order(1, 0) == order(1, 0))
        #expect(order(1, 0) != order(1, 1))
        #expect(order(1, 0) != order(2, 0))
    }

    /// Each of five images comes first about a fifth of the time.
    @Test func shufflesAreFair() {
        let loader = BatchLoader(SmallImages.dataset(5), transform: transform, batchSize: 5, seed: 9)
        var first = [Int](repeating: 0, count: 5)
        for epoch in 0..<2000 { first[loader.order(epoch: epoch)[0]] += 1 }
        for count in first { #expect((330...470).contains(count)) }
    }

    @Test func batchesDoNotDependOnThreads() throws {
        let dataset = SmallImages.dataset(64)
        func batches(_ threads: Int, _ depth: Int) throws -> [Batch] {
            try all(
                BatchLoader(dataset, transform: varied, batchSize: 9, seed: 7, threadCount: threads, depth: depth)
                    .epoch(3))
        }
        let expected = try batches(1, 1)
        #expect(try batches(2, 1) == expected)
        #expect(try batches(5, 8) == expected)
        let loader = BatchLoader(dataset, transform: varied, batchSize: 9, seed: 7)
        #expect(try loader.batch(indices: expected[4].indices, epoch: 3) == expected[4])
        #expect(try all(loader.epoch(3, from: 5)) == Array(expected[5...]))
        #expect(try all(loader.epoch(4)) != expected)
    }

    @Test func inOrderIsPlain() throws {
        let loader = BatchLoader(SmallImages.dataset(10), transform: varied, batchSize: 4, seed: 1, dropsLast: true)
        #expect(loader.batchesPerEpoch == 2)
        #expect(try all(loader.epoch(0)).count == 2)
        let batches = try all(loader.inOrder())
        #expect(batches.flatMap(\.indices) == Array(0..<10))
        #expect(try batches[1] == loader.batch(indices: [4, 5, 6, 7]))
    }

    @Test func anEmptyDataSetHasNoBatches() throws {
        let empty = SmallImages.dataset(5).filtered { _ in false }
        #expect(try BatchLoader(empty, transform: transform, batchSize: 4).epoch(0).next() == nil)
    }

    @Test func aStreamCanBeAbandonedAtAnyPoint() throws {
        let loader = BatchLoader(SmallImages.dataset(200), transform: varied, batchSize: 4, threadCount: 4, depth: 2)
        for taken in 0..<20 {
            let stream = loader.epoch(taken)
            for _ in 0..<taken { #expect(try stream.next() != nil) }
        }
    }

    @Test func anUnreadableImageIsThrownInItsPlace() throws {
        let folder = TemporaryFolder()
        try SmallImages.write(folder, (0..<12).map { "\($0 % 2 == 0 ? "a" : "b")/\($0).png" })
        let bad = try Array(PNG.encode(SmallImages.image(1)).dropLast(20))
        try SmallImages.write(folder, "b/5.png", bad)
        var reader = DatasetReader()
        reader.holdout = 0
        let (dataset, _) = try reader.open(folder.path)
        let position = try #require(dataset.samples.firstIndex { $0.name == "b/5.png" })
        let loader = BatchLoader(dataset, transform: varied, batchSize: 2, threadCount: 3)
        let stream = loader.inOrder()
        for _ in 0..<position / 2 { #expect(try stream.next() != nil) }
        let error = #expect(throws: NeSyError.self) { try stream.next() }
        #expect(error?.kind == .badData)
        #expect(error?.location?.contains("b/5.png") == true)
        #expect(try stream.next() == nil)
    }

    @Test func aFileThatVanishesIsMissingInput() throws {
        let folder = TemporaryFolder()
        try SmallImages.write(folder, ["a/1.png", "a/2.png", "b/1.png", "b/2.png"])
        let (dataset, _) = try DatasetReader().open(folder.path)
        try FileSystem.system.remove(folder("b/1.png"))
        let error = #expect(throws: NeSyError.self) {
            try all(BatchLoader(dataset, transform: transform, batchSize: 2).inOrder())
        }
        #expect(error?.kind == .missingInput)
    }
}
