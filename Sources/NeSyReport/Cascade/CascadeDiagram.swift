import NeSyFormats

/// Rules that lead through a network, layer by layer: classes on the left, then a column for every layer whose neurons
/// the rules of the layer before it name (Fischer, Olah and Vreeken, "What's in the Box?", figures 5 and 16). Written
/// as SVG, laid out here, or as DOT for other tools.
public struct CascadeDiagram: Sendable, Hashable {
    /// A rule: from classes or groups of the column before to the group of neurons that is its tail.
    public struct Rule: Sendable, Hashable {
        /// What it starts from: indices of classes in the first level, of the rules of the level before in others.
        public var heads: [Int]
        /// What stands in the box of the tail: `2 of {17, 40, 41}`. Shortened where it is long.
        public var label: String
        /// What is shown when the pointer rests on it.
        public var detail: String
        /// How strongly it is drawn, 0 to 1: the share of images for which it holds, say.
        public var strength: Double
        public var emblem: Emblem?

        public init(heads: [Int], label: String, detail: String = "", strength: Double = 0.5, emblem: Emblem? = nil) {
            self.heads = heads
            self.label = label
            self.detail = detail
            self.strength = strength
            self.emblem = emblem
        }
    }

    /// What is drawn beside the label of a tail.
    public enum Emblem: Sendable, Hashable {
        /// Units of a convolution at their places: `row * width + column`.
        case positions([Int], height: Int, width: Int)
        /// A prototype of the neurons, 8 bits a sample.
        case picture(RasterImage)
    }

    /// The rules whose tails lie in one layer.
    public struct Level: Sendable, Hashable {
        public var layer: String
        public var rules: [Rule]

        public init(layer: String, rules: [Rule]) {
            self.layer = layer
            self.rules = rules
        }
    }

    /// What the first column is called.
    public let classLayer: String
    public let classes: [String]
    public let levels: [Level]

    /// - Precondition: heads are indices into the column before, positions lie in their map.
    public init(classLayer: String = "classes", classes: [String], levels: [Level]) {
        var before = classes.count
        for level in levels {
            for rule in level.rules {
                precondition(rule.heads.allSatisfy { $0 >= 0 && $0 < before }, "a rule without its head")
                if case .positions(let places, let height, let width) = rule.emblem {
                    precondition(height > 0 && width > 0 && places.allSatisfy { $0 >= 0 && $0 < height * width })
                }
            }
            before = level.rules.count
        }
        self.classLayer = classLayer
        self.classes = classes
        self.levels = levels
    }

    /// The classes that a rule starts from, ascending; the others are not drawn.
    var usedClasses: [Int] { Array(Set(levels.first?.rules.flatMap(\.heads) ?? [])).sorted() }

    /// For every level and rule the only class that leads to it, or nil where several do.
    var onlyClasses: [[Int?]] {
        var before: [Set<Int>] = classes.indices.map { [$0] }
        return levels.map { level in
            before = level.rules.map { rule in rule.heads.reduce(into: []) { $0.formUnion(before[$1]) } }
            return before.map { $0.count == 1 ? $0.first : nil }
        }
    }
}
