import NeSyStorage
import NeSyTensor

/// The masks of a data set, and what their ids are called.
public struct ConceptMasks: Sendable {
    /// The name of every id, from 0.
    public let concepts: [String]
    let storage: Storage

    enum Storage: Sendable {
        /// 8-bit ids in images of one channel, as many as images and of their size.
        case memory(PixelBlock)
        case files(MaskFiles)
        case instances(COCOInstances)
    }

    init(concepts: [String], storage: Storage) {
        self.concepts = concepts
        self.storage = storage
    }

    /// The mask of a sample whose image has the size.
    func mask(_ sample: ImageDataset.Sample, height: Int, width: Int) throws(NeSyError) -> ConceptMask {
        switch storage {
        case .memory(let block):
            let first = sample.position * block.imageSize
            let ids = block.bytes[first..<first + block.imageSize].map { Int32($0) }
            return ConceptMask(height: block.height, width: block.width, ids: ids)
        case .files(let files): return try files.mask(sample, height: height, width: width)
        case .instances(let instances): return try instances.mask(sample, height: height, width: width)
        }
    }

    /// - Throws: `.badData` when the sizes differ.
    static func check(
        _ size: (height: Int, width: Int), at place: String, image name: String, height: Int, width: Int
    ) throws(NeSyError) {
        guard size.height != height || size.width != width else { return }
        throw NeSyError(
            .badData, "A mask has another size than its image.", at: place,
            expected: "\(width) x \(height) pixels, as the image \(name)", found: "\(size.width) x \(size.height)",
            remedy: "scale the mask to the size of the image, without interpolation")
    }

    static func missing(_ name: String, at place: String, expected: String) -> NeSyError {
        NeSyError(
            .missingInput, "An image has no mask.", at: place, expected: expected, found: "none for the image \(name)",
            remedy: "add the mask, or leave the image out")
    }
}

extension ImageDataset {
    /// The mask of one image; nil where the data set has no masks.
    /// - Throws: when the mask is missing or unreadable, has another size than its image, or shows an id without a
    ///   name.
    public func mask(_ index: Int) throws(NeSyError) -> ConceptMask? {
        guard let masks else { return nil }
        let size = try size(index)
        return try masks.mask(samples[index], height: size.height, width: size.width)
    }

    /// The same images with masks from elsewhere, which ``NameMatching`` finds by the paths of the images.
    /// - Throws: when the source cannot be read, has no names for its concepts, or has a mask for none of the images.
    public func masked(by source: MaskSource, _ fileSystem: FileSystem = .system) throws(NeSyError) -> ImageDataset {
        try masked(by: MaskReader(source, fileSystem).masks(of: samples))
    }
}
