import NeSyTensor

/// Names filters after concepts without masks, by soft weighted pointwise mutual information: which concept do the
/// images that excite a filter share, more than others do? (Oikarinen and Weng, "CLIP-Dissect", ICLR 2023, equation 5
/// and the published program.)
///
/// The score of a concept is `log P(D|c) - lambda * B(c)`, where D are the filter's images. `P(D|c)` is the product
/// over the `top` images by norm of `1 + p * (P(c|x) - 1) + 1e-7`; p falls from `weights.first` to `weights.last` with
/// the rank, and `P(c|x)` is the softmax over the concepts of `sharpness * similarity`.
public struct SoftWPMI: Sendable, Hashable {
    /// What a concept's evidence is compared with.
    public enum Baseline: String, Sendable, Hashable, CaseIterable {
        /// The mean of `log P(D|c)` over sets of images drawn by lot: our reading, and the default. On images of few
        /// concepts the published baseline can be that of the filter that shows the concept most; other filters of the
        /// concept are then named after something else.
        case chance
        /// The logarithm of the mean of `P(D|c)` over all filters of the layer, as published.
        case filters
    }

    /// p of the first image, and what p comes to behind the last.
    public struct Weights: Sendable, Hashable {
        public var first: Double
        public var last: Double

        public init(first: Double, last: Double) {
            self.first = first
            self.last = last
        }
    }

    public var baseline = Baseline.chance
    public var lambda = 1.0
    /// Images for each filter; nil takes 100, but no more than a tenth of the images where there are at least 100.
    public var top: Int?
    public var weights = Weights(first: 0.998, last: 0.97)
    public var sharpness = 10.0
    /// Sets of images drawn by lot.
    public var randomSets = 999
    /// A concept fits a filter only if its evidence is stronger than that of the best concept of all but this share of
    /// the random sets. nil: the best concept always fits.
    public var significance: Double? = 0.01
    /// Further concepts whose scores come within this share of the best one's are part of the name.
    public var margin = 0.05
    /// Concepts in a name.
    public var mostConcepts = 3
    /// Concepts that no filter is named after.
    public var excluded = ExcludedConcepts()
    public var seed: UInt64 = 0

    public init() {}

    /// What the score is called.
    public static let name = "soft-wpmi"

    /// The images that count for a filter, of so many.
    public func topCount(images: Int) -> Int { min(images, top ?? min(100, max(10, images / 10))) }
}
