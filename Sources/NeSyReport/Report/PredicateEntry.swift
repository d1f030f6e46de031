/// What is known about one predicate of the rules: a filter, what it is called, when it is on, and what excites it.
public struct PredicateEntry: Sendable, Hashable {
    public struct Concept: Sendable, Hashable {
        public var name: String
        public var score: Double

        public init(_ name: String, score: Double) {
            self.name = name
            self.score = score
        }
    }

    /// As the program calls it: `f17`.
    public var attribute: String
    /// What people call it: `sink1`. Nil when it was not labelled or no concept fits; it is then shown by its
    /// attribute.
    public var name: String?
    /// The filter in words: `Filter 17 of 64 in the last convolution`.
    public var origin: String
    /// The concepts that fit, the best first; those below the name's margin may follow.
    public var concepts: [Concept]
    /// The norm from which on the predicate holds.
    public var threshold: Double?
    /// The filter's norms on images, see ``ReportContents/normed``.
    public var histogram: NormHistogram?
    /// Per class of the data set, on how many of its evaluated images the predicate holds; empty when not known.
    public var holds: [Int]
    /// The images that excite the filter most, the strongest first.
    public var tiles: [EvidenceTile]
    /// A sentence about what is special here: why it has no name, say.
    public var note: String?

    public init(
        attribute: String, name: String? = nil, origin: String, concepts: [Concept] = [], threshold: Double? = nil,
        histogram: NormHistogram? = nil, holds: [Int] = [], tiles: [EvidenceTile] = [], note: String? = nil
    ) {
        self.attribute = attribute
        self.name = name
        self.origin = origin
        self.concepts = concepts
        self.threshold = threshold
        self.histogram = histogram
        self.holds = holds
        self.tiles = tiles
        self.note = note
    }
}
