import NeSyConcepts

/// What a method of labelling found out about filters.
public struct LabelFindings: Sendable {
    /// `masks`, `tags`, `similarity`, `embeddings` or `by-hand`.
    public var method: String
    /// What the scores are called, and the margin within which concepts share a name; nil where there are none.
    public var score: String?
    public var margin: Double?
    /// The concepts of every filter, in the order in which filters are numbered.
    public var choices: [(filter: Int, concepts: [ScoredConcept])]
    /// The table that the choices were made from.
    public var scores: ConceptScores?
    public var groups: FilterGroups?

    public init(
        method: String, score: String? = nil, margin: Double? = nil,
        choices: [(filter: Int, concepts: [ScoredConcept])], scores: ConceptScores? = nil, groups: FilterGroups? = nil
    ) {
        self.method = method
        self.score = score
        self.margin = margin
        self.choices = choices
        self.scores = scores
        self.groups = groups
    }
}
