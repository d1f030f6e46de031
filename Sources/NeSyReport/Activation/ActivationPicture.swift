import NeSyFormats
import NeSyTensor

/// What a filter makes of one picture: its map in colour over the photo, and an outline around where it is strong.
public struct ActivationPicture: Sendable, Hashable {
    public let photo: RasterImage
    public let placement: MapPlacement
    /// The largest value of the map; 0 when none is positive.
    public let peak: Float
    /// Every value as a share of ``peak``. What is negative or no number counts as 0: the filter did not answer.
    let shares: [Float]
    /// The value from which on the map is inside the outline, as a share of ``peak``.
    static let outlined: Float = 0.5

    /// - Parameters:
    ///   - photo: 8 or 16 bits, 1 to 4 channels; alpha is dropped.
    ///   - map: row by row, of any sign; values that are no numbers are taken for zeros.
    ///   - placement: where the map lies on the photo, and its size.
    /// - Precondition: the map has the size of its placement.
    public init(photo: RasterImage, map: [Float], placement: MapPlacement) {
        precondition(map.count == placement.height * placement.width, "a map of other extents")
        self.photo = photo
        self.placement = placement
        let values = map.map { $0 > 0 ? min($0, .greatestFiniteMagnitude) : 0 }
        let peak = values.reduce(0, max)
        self.peak = peak
        shares = peak > 0 ? values.map { $0 / peak } : values
    }

    /// The position with the largest value, the first of equals; nil when no value is positive.
    public var strongest: (row: Int, column: Int)? {
        guard peak > 0, let index = shares.firstIndex(of: 1) else { return nil }
        return (index / placement.width, index % placement.width)
    }

    /// How a map is shown.
    public enum Style: Sendable, Hashable {
        /// In full colour, with a line around the region.
        case present
        /// Faint, for a filter that stays below its threshold: where it answers most nevertheless.
        case absent
    }
}
