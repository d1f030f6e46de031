/// A concept with how well it fits a filter.
public struct ScoredConcept: Sendable, Hashable {
    public var name: String
    public var score: Double

    public init(name: String, score: Double) {
        self.name = name
        self.score = score
    }
}

/// What filters are called by the concepts they stand for (NeSyFOLD's semantic labelling, paper 2).
public struct FilterLabels: Sendable, Hashable {
    /// The name of one filter.
    public struct Label: Sendable, Hashable {
        public let filter: Int
        /// The concepts it stands for, best first; empty when none fits.
        public let concepts: [ScoredConcept]
        /// `sink1`, or `sky1_building1` for a filter of two concepts; nil when none fits, and the filter keeps its
        /// number.
        public let name: String?

        public init(filter: Int, concepts: [ScoredConcept], name: String?) {
            self.filter = filter
            self.concepts = concepts
            self.name = name
        }
    }

    /// In the order in which filters were named.
    public let labels: [Label]

    /// - Precondition: no filter occurs twice.
    public init(labels: [Label]) {
        precondition(Set(labels.map(\.filter)).count == labels.count)
        self.labels = labels
    }

    /// Names filters after their concepts. The number behind a concept counts how often that concept has been used so
    /// far, alone or with others, as in the published program; our reading of "so far" is the order given here, which
    /// is that of first appearance in the rules.
    public init(choices: [(filter: Int, concepts: [ScoredConcept])]) {
        var uses: [String: Int] = [:]
        self.init(
            labels: choices.map { filter, concepts in
                let words = concepts.map { concept in
                    let word = FilterLabels.word(concept.name)
                    uses[word, default: 0] += 1
                    return "\(word)\(uses[word, default: 1])"
                }
                return Label(
                    filter: filter, concepts: concepts, name: words.isEmpty ? nil : words.joined(separator: "_"))
            })
    }

    /// Of the names of a concept that commas separate the first, with every blank as an underscore.
    private static func word(_ name: String) -> String {
        let first = name.split(separator: ",").first ?? ""
        return first.split(whereSeparator: \.isWhitespace).joined(separator: "_")
    }

    public func name(of filter: Int) -> String? { labels.first { $0.filter == filter }?.name }

    /// The names by attribute, as rules are printed with: `f17` is `sink1`.
    public var attributeNames: [String: String] {
        var names: [String: String] = [:]
        for label in labels { names["f\(label.filter)"] = label.name }
        return names
    }
}
