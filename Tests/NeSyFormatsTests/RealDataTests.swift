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
}
