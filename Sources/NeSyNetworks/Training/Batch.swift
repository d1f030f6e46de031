import NeSyTensor

/// Images `[count, height, width, channels]` and their classes.
public struct Batch: Sendable, Hashable {
    public var images: Tensor
    /// One per image; -1 where there is none, and the image then counts for nothing in losses and accuracy.
    public var labels: [Int32]

    public init(images: Tensor, labels: [Int32]) {
        self.images = images
        self.labels = labels
    }

    public var count: Int { labels.count }

    /// - Throws: a bad-data error when the images have another shape than the network's input, or a label is no
    ///   class.
    func check(input: FeatureShape, classes: Int) throws(NeSyError) {
        guard input.fits(images.shape, batch: count) else {
            throw NeSyError(
                .badData, "The images do not have the shape that the network was made for.",
                expected: "\(input.batched(count))", found: "\(images.shape)")
        }
        if let label = labels.first(where: { $0 < -1 || Int($0) >= classes }) {
            throw NeSyError(
                .badData, "A label is not one of the network's classes.", expected: "0 to \(classes - 1)",
                found: "\(label)")
        }
    }
}
