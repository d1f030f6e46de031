/// Random changes of training images. Which ones an image gets depends on the seed, the epoch and the
/// image's place in the data set, and on nothing else.
public struct Augmentation: Sendable, Hashable {
    /// Mirrors half of the images left to right.
    public var flipsHorizontally: Bool
    /// Moves the image by up to so many pixels of the result in each direction; the border is repeated.
    public var shift: Int
    /// The least part of each side that a random crop keeps; 1 does not crop.
    public var leastCrop: Double

    /// - Precondition: the shift is not negative, and the crop keeps more than nothing and at most all.
    public init(flipsHorizontally: Bool = false, shift: Int = 0, leastCrop: Double = 1) {
        precondition(shift >= 0 && leastCrop > 0 && leastCrop <= 1)
        self.flipsHorizontally = flipsHorizontally
        self.shift = shift
        self.leastCrop = leastCrop
    }

    public static let none = Augmentation()
}
