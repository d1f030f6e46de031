import NeSyData
import NeSyLogic

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

    /// Names filters after the words of their concepts. The number behind a word counts how often it has been used so
    /// far, alone or with others, as in the published program; our reading of "so far" is the order given here, which
    /// is that of first appearance in the rules. It goes on where a name has another meaning already, so that all
    /// notations print names as they are.
    /// - Parameter classes: what rules call the classes.
    public init(choices: [(filter: Int, concepts: [ScoredConcept])], classes: [String] = []) {
        var register = NameRegister(beside: classes)
        var uses: [String: Int] = [:]
        self.init(
            labels: choices.map { (filter, concepts) -> Label in
                var words: [String] = []
                for word in concepts.map({ ConceptName.word($0.name) }) where !word.isEmpty && !words.contains(word) {
                    words.append(word)
                }
                guard let last = words.last else { return Label(filter: filter, concepts: concepts, name: nil) }
                for word in words.dropLast() { uses[word, default: 0] += 1 }
                var name: String
                repeat {
                    uses[last, default: 0] += 1
                    name = words.map { FilterLabels.numbered($0, uses[$0, default: 1]) }.joined(separator: "_")
                } while !register.take(name)
                return Label(filter: filter, concepts: concepts, name: name)
            })
    }

    /// `sink1`; `f_1` and `ab_1` where no number would make a name.
    private static func numbered(_ word: String, _ number: Int) -> String {
        NameRegister.isReserved(word + "1") ? "\(word)_\(number)" : "\(word)\(number)"
    }

    public func name(of filter: Int) -> String? { labels.first { $0.filter == filter }?.name }

    /// The names by attribute, as rules are printed with: `f17` is `sink1`.
    public var attributeNames: [String: String] {
        var names: [String: String] = [:]
        for label in labels { names["f\(label.filter)"] = label.name }
        return names
    }
}
