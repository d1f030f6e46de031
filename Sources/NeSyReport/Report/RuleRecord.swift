import NeSyLogic

/// How often one rule decided, and how often rightly.
public struct RuleRecord: Sendable, Hashable {
    /// On the training images; nil when it is not known.
    public var train: Rule.Support?
    /// On the evaluated images; nil when it is not known.
    public var evaluated: Rule.Support?

    public init(train: Rule.Support?, evaluated: Rule.Support?) {
        self.train = train
        self.evaluated = evaluated
    }
}
