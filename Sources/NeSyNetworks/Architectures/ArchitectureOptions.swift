import NeSyTensor

/// What may be chosen about a built-in network. An architecture reads the options that it has.
public struct ArchitectureOptions: Sendable, Hashable {
    /// How class scores are read from the maps of the filter layer.
    public enum Head: String, Sendable, Hashable, CaseIterable {
        /// One linear layer on all positions of all maps.
        case flat
        /// One linear layer on the mean of every map: better where objects move about.
        case pooled
        /// VGG's own: two layers of 4096 with dropout, then the classes.
        case full
    }

    /// `tiny`: filters of the last convolution. When nil, at least five for every class: 128 up to 20 classes,
    /// 256 up to 51, then the next multiple of 64.
    public var filters: Int?
    /// `tiny`, `vgg11`, `vgg16`. When nil: `tiny` flat up to 32 pixels a side and pooled above, VGG full.
    public var head: Head?
    /// `tiny`: whether the filter layer has a batch normalisation.
    public var normalizesFilters: Bool
    /// `tiny`: convolutions of 64 filters between the last pooling and the filter layer; 1 is the prototype's D1,
    /// 2 its D2.
    public var middleConvolutions: Int

    public init(
        filters: Int? = nil, head: Head? = nil, normalizesFilters: Bool = true, middleConvolutions: Int = 1
    ) {
        self.filters = filters
        self.head = head
        self.normalizesFilters = normalizesFilters
        self.middleConvolutions = middleConvolutions
    }

    func filters(for classes: Int) -> Int {
        if let filters { return filters }
        return classes <= 20 ? 128 : max(256, (classes * 5 + 63) / 64 * 64)
    }

    func check() throws(NeSyError) {
        if let filters { try Layer.check([filters]) }
        guard (0...64).contains(middleConvolutions) else {
            throw NeSyError(
                .usage, "The number of middle convolutions is out of range.", expected: "0 to 64",
                found: "\(middleConvolutions)")
        }
    }
}
