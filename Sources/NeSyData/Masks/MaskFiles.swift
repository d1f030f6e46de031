import NeSyFormats
import NeSyTensor

/// A mask file for every image, decoded when it is asked for.
struct MaskFiles: Sendable {
    let files: ImageFiles
    /// The position among the files by the position of an image; nil where it has none.
    let positions: [Int?]
    let coding: MaskCoding
    /// What stands behind the name of an image.
    let suffix: String

    func mask(_ sample: ImageDataset.Sample, height: Int, width: Int) throws(NeSyError) -> ConceptMask {
        guard let position = positions[sample.position] else {
            throw ConceptMasks.missing(
                sample.name, at: files.root, expected: "a file \(NameMatching.stem(sample.name))\(suffix)")
        }
        let path = files.path(position)
        let bytes = try files.read(position)
        let header = try ImageCodec.header(bytes, at: path)
        try ConceptMasks.check(
            (header.height, header.width), at: path, image: sample.name, height: height, width: width)
        do throws(NeSyError) { return try coding.mask(bytes) } catch { throw error.located(at: path) }
    }
}
