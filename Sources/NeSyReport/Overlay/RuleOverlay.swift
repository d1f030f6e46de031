import NeSyTensor

/// Where in its filters the rules of a convolution look: for every filter one panel per class with the class's average
/// activation map, and on it the units of each rule, in one colour across classes (Fischer, Olah and Vreeken, "What's
/// in the Box?", figures 3, 10 and 11).
public struct RuleOverlay: Sendable, Hashable {
    /// A rule between classes and units of the layer.
    public struct Rule: Sendable, Hashable {
        /// What the legend says: `shirt or coat`.
        public var label: String
        /// What it says besides, in weaker print: `3 of 14 units, 812 of 1000 images`.
        public var detail: String
        /// The classes of the rule, as indices into ``RuleOverlay/classes``: the panels that show it.
        public var classes: [Int]
        /// The units of the rule, flat: `(row * width + column) * filters + filter`.
        public var units: [Int]

        public init(label: String, detail: String = "", classes: [Int], units: [Int]) {
            self.label = label
            self.detail = detail
            self.classes = classes
            self.units = units
        }
    }

    /// The layer's name, for titles and file names.
    public let layer: String
    public let classes: [String]
    public let height: Int
    public let width: Int
    public let filters: Int
    /// Mean activations of the images of each class: `[classes, height, width, filters]`.
    public let maps: [Float]
    /// In the order in which legends list them where they have equally many units.
    public let rules: [Rule]

    /// - Precondition: the maps fill the shape, and rules speak of classes and units that are there.
    public init(
        layer: String, classes: [String], height: Int, width: Int, filters: Int, maps: [Float], rules: [Rule]
    ) {
        precondition(height > 0 && width > 0 && filters > 0)
        precondition(maps.count == classes.count * height * width * filters, "\(maps.count) activations")
        let units = height * width * filters
        for rule in rules {
            precondition(rule.classes.allSatisfy(classes.indices.contains), "a rule of an unknown class")
            precondition(rule.units.allSatisfy { $0 >= 0 && $0 < units }, "a rule of an unknown unit")
        }
        self.layer = layer
        self.classes = classes
        self.height = height
        self.width = width
        self.filters = filters
        self.maps = maps
        self.rules = rules
    }

    /// The filters that a rule uses, ascending.
    public var usedFilters: [Int] {
        var isUsed = [Bool](repeating: false, count: filters)
        for rule in rules { for unit in rule.units { isUsed[unit % filters] = true } }
        return isUsed.indices.filter { isUsed[$0] }
    }

    /// Every picture: the filters that rules use, and sheets of them all.
    /// - Throws: an internal failure when memory runs out.
    public func files() throws(NeSyError) -> [PictureFile] {
        let used = usedFilters
        var files = try sheets(of: used)
        for filter in used { files.append(try picture(of: filter)) }
        return files
    }

    /// What a filter's picture is called.
    func fileName(of filter: Int) -> String { "\(layer.asFileName)-filter-\(filter).svg" }

    /// The part of the rules that lies in one filter, most units first.
    func parts(in filter: Int) -> [Part] {
        let parts = rules.compactMap { rule -> Part? in
            let positions = Set(rule.units.filter { $0 % filters == filter }.map { $0 / filters }).sorted()
            return positions.isEmpty ? nil : Part(rule: rule, positions: positions)
        }
        let order = parts.indices.sorted { (parts[$1].positions.count, $0) < (parts[$0].positions.count, $1) }
        return order.enumerated().map { place, index in
            var part = parts[index]
            if place < RuleOverlay.mostMarks { part.mark = Mark(place) }
            return part
        }
    }

    /// The classes that get a panel: all of them, or where they are many those that the filter's rules speak of.
    func shownClasses(_ parts: [Part]) -> [Int] {
        if classes.count <= RuleOverlay.mostPanels { return Array(classes.indices) }
        return Array(Set(parts.flatMap(\.rule.classes)).sorted().prefix(RuleOverlay.mostPanels))
    }

    static let mostPanels = 40
    /// Rules of a filter that are told apart; nobody can follow two hundred colours. The others are dots.
    static let mostMarks = 20

    /// Says which classes have a panel, where not all have; a sentence after others.
    func whichClasses(_ parts: [Part]) -> String {
        guard classes.count > RuleOverlay.mostPanels else { return "" }
        let named = Set(parts.flatMap(\.rule.classes)).count
        let which = named > RuleOverlay.mostPanels ? "the first of the \(named)" : "those"
        return " Classes shown: \(shownClasses(parts).count) of \(classes.count), \(which) that the rules name."
    }

    /// One filter's map of a class.
    func map(of class: Int, filter: Int) -> [Float] {
        let start = `class` * height * width * filters
        return (0..<height * width).map { maps[start + $0 * filters + filter] }
    }

    /// What a rule has in one filter.
    struct Part: Sendable, Hashable {
        var rule: Rule
        /// `row * width + column`, ascending.
        var positions: [Int]
        /// Nil for rules that are not told apart.
        var mark: Mark?
    }
}
