/// How a network is trained so that its filters become predicates (paper 1; definitions where the paper is silent
/// are our reading, specification §5).
public enum Strategy: String, Sendable, Hashable, CaseIterable {
    /// Cross-entropy only: NeSyFOLD's vanilla network.
    case none
    /// Elite back-propagation: the baseline that the sparsity loss is compared with.
    case ebp
    /// Filters and thresholds from the network trained on the task; then both losses.
    case ts1
    /// Filters and thresholds from pretrained weights; then both losses. Without pretrained weights the
    /// cross-entropy phase stands in for them, and TS2 is TS1.
    case ts2
    /// Random filters, thresholds as in TS2; then both losses.
    case ts3
    /// TS3 without cross-entropy: only the rules classify.
    case ts4
    /// TS3 without threshold subtraction: the sigmoid never falls below one half. An ablation.
    case ts5

    /// Whether filters are drawn at random rather than by how strongly they answer to a class.
    public var drawsFilters: Bool { self == .ts3 || self == .ts4 || self == .ts5 }

    /// Whether the sparsity loss is used.
    public var isSparse: Bool { self != .none && self != .ebp }
}
