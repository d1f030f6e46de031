import NeSyData
import NeSyTestSupport
import Testing

/// The layouts of real data sets.
@Suite struct SharedDatasetTests {
    @Test(.enabled(if: SharedData.isPresent("data/fashion-mnist")))
    func fashionMNIST() throws {
        let (dataset, summary) = try DatasetReader().open(SharedData.path("data/fashion-mnist"))
        #expect(summary.layout == .idx)
        #expect(summary.counts == [[Int](repeating: 6000, count: 10), [Int](repeating: 1000, count: 10)])
        #expect(try dataset.size(0) == (28, 28, 1))
        #expect(dataset[.train].labels.prefix(5) == [9, 0, 0, 3, 0])
        #expect(dataset.limited(perSplit: 100).count == 200)
    }

    @Test(.enabled(if: SharedData.isPresent("data/gtsrb")))
    func trafficSigns() throws {
        let (dataset, summary) = try DatasetReader().open(SharedData.path("data/gtsrb"))
        #expect(summary.counts == [[Int](repeating: 70, count: 43), [Int](repeating: 20, count: 43)])
        #expect(dataset.classes == (0..<43).map(String.init))
        #expect(try dataset.size(0) == (32, 32, 3))
        let transform = ImageTransform(height: 32, width: 32, channels: .rgb, normalisation: .standardise)
        let batch = try BatchLoader(dataset[.train], transform: transform, batchSize: 32).epoch(0).next()
        #expect(batch?.images.shape == [32, 32, 32, 3])
        #expect(batch?.images.values.allSatisfy { $0.isFinite } == true)
    }

    @Test(.enabled(if: SharedData.isPresent("data/gtsrb/sample-png")))
    func foldersOfSigns() throws {
        let (dataset, summary) = try DatasetReader().open(SharedData.path("data/gtsrb/sample-png"))
        #expect(summary.layout == .classFolders)
        #expect(dataset.classes == ["01", "12", "13", "14", "17", "33", "38"])
        #expect(summary.counts == [[Int](repeating: 8, count: 7), [Int](repeating: 2, count: 7)])
        #expect(try dataset.image(0).channels == 3)
    }

    @Test(.enabled(if: SharedData.isPresent("data/nyuv2-scenes")))
    func scenes() throws {
        let (dataset, summary) = try DatasetReader().open(SharedData.path("data/nyuv2-scenes"))
        #expect(dataset.classes == ["bathroom", "bedroom", "dining_room", "kitchen", "living_room"])
        #expect(summary.counts == [[45, 145, 51, 79, 60], [58, 191, 55, 106, 107]])
        #expect(dataset.masks?.concepts.count == 40)
        let mask = try #require(try dataset.mask(3))
        let image = try dataset.image(3)
        #expect((mask.width, mask.height) == (image.width, image.height))
    }

    @Test(.enabled(if: SharedData.isPresent("data/msrc-v2")))
    func groups() throws {
        let (dataset, summary) = try DatasetReader().open(SharedData.path("data/msrc-v2"))
        #expect(summary.imageCount == 591)
        #expect(dataset.classes.count == 20)
        #expect(dataset.splits == [.train, .test])
        #expect(dataset.masks?.concepts.first == "void")
        let transform = ImageTransform(height: 64, width: 64, channels: .rgb)
        let stream = BatchLoader(dataset[.test], transform: transform, batchSize: 50, threadCount: 2).inOrder()
        var seen = 0
        while let batch = try stream.next() { seen += batch.count }
        #expect(seen == dataset[.test].count)
    }

    @Test(.enabled(if: SharedData.isPresent("data/camvid")))
    func aSetWithoutClassesSaysWhichColumnsItHas() {
        let error = #expect(throws: (any Error).self) { try DatasetReader().open(SharedData.path("data/camvid")) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("split, name, sequence"))
    }
}
