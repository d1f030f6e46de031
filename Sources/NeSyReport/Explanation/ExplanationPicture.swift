import NeSyFormats
import NeSyTensor

/// Why rules give a picture its class, as a picture: the photo, and for every condition that decided a tile that shows
/// where its filter sees what it looks for, or that it does not.
public struct ExplanationPicture: Sendable, Hashable {
    /// A filter that a condition asks for.
    public struct Tile: Sendable, Hashable {
        public var picture: ActivationPicture
        /// As the rules call it: `f17`.
        public var filter: String
        /// What people call it: `sink1`; nil when it has no name.
        public var name: String?
        public var norm: Float
        public var threshold: Float
        /// What follows from it, in lines.
        public var consequence: [String]

        /// - Precondition: norm and threshold are finite.
        public init(
            picture: ActivationPicture, filter: String, name: String?, norm: Float, threshold: Float,
            consequence: [String] = []
        ) {
            precondition(norm.isFinite && threshold.isFinite)
            self.picture = picture
            self.filter = filter
            self.name = name
            self.norm = norm
            self.threshold = threshold
            self.consequence = consequence
        }

        /// Whether the filter reaches its threshold. The tile of an absent filter is faint.
        public var isPresent: Bool { norm >= threshold }

        var title: String { name ?? state }

        var lines: [String] {
            let norm = "\(norm.threeDigits) \(isPresent ? "≥" : "<") \(threshold.threeDigits)"
            return [name == nil ? "norm \(norm)" : "\(state): \(norm)"] + consequence
        }

        private var state: String { "\(filter) is \(isPresent ? "present" : "absent")" }
    }

    /// Tiles under a heading.
    public struct Section: Sendable, Hashable {
        public var title: String
        public var tiles: [Tile]
        /// Said instead of tiles, or of those that are left out.
        public var note: String?

        public init(title: String, tiles: [Tile], note: String? = nil) {
            self.title = title
            self.tiles = tiles
            self.note = note
        }
    }

    public var photo: RasterImage
    /// The name of the photo.
    public var title: String
    /// What network and rules say, a line each.
    public var lines: [String]
    public var sections: [Section]

    public init(photo: RasterImage, title: String, lines: [String], sections: [Section]) {
        self.photo = photo
        self.title = title
        self.lines = lines
        self.sections = sections
    }

    /// The picture as a file. SVG holds text as text; PNG has it drawn, without accents.
    /// - Throws: an internal failure when memory runs out.
    public func file(_ name: String, _ format: PictureFormat) throws(NeSyError) -> PictureFile {
        try sheet().file(name, format)
    }
}
