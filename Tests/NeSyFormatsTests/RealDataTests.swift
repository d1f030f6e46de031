import NeSyFormats
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct RealDataTests {
    @Test(.enabled(if: SharedData.isPresent("data/gtsrb")))
    func gtsrbHasRankFour() throws {
        let array = try FileSystem.system.decode(SharedData.path("data/gtsrb/train-images-idx4-ubyte.gz")) {
            bytes throws(NeSyError) in try IDX.decode(bytes)
        }
        #expect(array.shape == [3010, 32, 32, 3])
        let labels = try FileSystem.system.decode(SharedData.path("data/fashion-mnist/train-labels-idx1-ubyte.gz")) {
            bytes throws(NeSyError) in try IDX.decode(bytes)
        }
        #expect(labels.shape == [60000])
    }

    @Test(.enabled(if: SharedData.isPresent("data/nyuv2-scenes")))
    func everySceneHasAMaskOfItsSize() throws {
        let folder = SharedData.path("data/nyuv2-scenes")
        for name in try FileSystem.system.list(folder + "/images") {
            let image = try ImageCodec.decode(try FileSystem.system.read("\(folder)/images/\(name)"), at: name)
            let mask = try ImageCodec.decodeIdentifiers(
                try FileSystem.system.read("\(folder)/masks/\(name.dropLast(3))png"), at: name)
            #expect(image.channels == 3 && mask.width == image.width && mask.height == image.height)
            #expect(mask.integers.allSatisfy { $0 < 40 })
        }
    }

    @Test(
        .enabled(if: SharedData.isPresent("data/fimi")),
        arguments: [
            ("T10I4D100K.dat.gz", 100_000, 870), ("mushroom.dat", 8124, 119), ("retail.dat.gz", 88_162, 16_470),
        ])
    func transactionsAreRead(_ name: String, _ rowCount: Int, _ itemCount: Int) throws {
        let rows = try FileSystem.system.decode(SharedData.path("data/fimi/" + name)) { bytes throws(NeSyError) in
            try SparseRows.decode(bytes)
        }
        #expect(rows.rowCount == rowCount)
        #expect(rows.items.count == itemCount)
        if name == "mushroom.dat" {
            let matrix = try rows.bitMatrix()
            #expect([matrix.count(column: 0), matrix.count(column: 1)] == [3916, 4208])
        }
    }
}
