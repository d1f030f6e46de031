import NeSyFormats
import NeSyStorage
import NeSyTensor

/// The masks of a data set, and what their ids are called.
public struct ConceptMasks: Sendable {
    /// The name of every id, from 0.
    public let concepts: [String]
    let storage: Storage

    enum Storage: Sendable {
        /// 8-bit ids in images of one channel.
        case memory(PixelBlock)
        case files(ImageFiles)
    }

    init(concepts: [String], storage: Storage) {
        self.concepts = concepts
        self.storage = storage
    }

    /// The mask at a position of the data set's storage.
    func mask(_ position: Int) throws(NeSyError) -> ConceptMask {
        switch storage {
        case .memory(let block):
            let first = position * block.imageSize
            return ConceptMask(
                height: block.height, width: block.width,
                ids: block.bytes[first..<first + block.imageSize].map { Int32($0) })
        case .files(let files):
            let path = files.path(position)
            let image = try ImageCodec.decodeIdentifiers(files.read(position), at: path)
            let ids = image.integers
            if let largest = ids.max(), largest >= concepts.count {
                throw NeSyError(
                    .badData, "A mask shows a concept that concepts.csv does not list.", at: path,
                    expected: "ids 0 to \(concepts.count - 1)", found: "\(largest)")
            }
            return ConceptMask(height: image.height, width: image.width, ids: ids)
        }
    }
}

extension ImageDataset {
    /// The mask of one image; nil where the data set has no masks.
    /// - Throws: when the file of the mask is missing, unreadable, or shows an id without a name.
    public func mask(_ index: Int) throws(NeSyError) -> ConceptMask? {
        try masks?.mask(samples[index].position)
    }
}
