/// A robust rule X → Y between the items of a Boolean table: where at least `headThreshold` items of the head are
/// set, at least `tailThreshold` items of the tail are expected to be (Fischer et al., section 2.2; their l and k).
///
/// Items are column numbers. For two layers the heads come first: item `heads.columns + c` is column c of the tails.
public struct ItemRule: Sendable, Hashable {
    /// X, ascending.
    public var head: [Int]
    /// Y, ascending.
    public var tail: [Int]
    /// l: how many head items make the rule apply, 1 to |X|.
    public var headThreshold: Int
    /// k: how many tail items make it hold where it applies, 1 to |Y|.
    public var tailThreshold: Int

    public init(head: [Int], tail: [Int], headThreshold: Int, tailThreshold: Int) {
        self.head = head
        self.tail = tail
        self.headThreshold = headThreshold
        self.tailThreshold = tailThreshold
    }
}
