import NeSyTensor

/// Two layers over the same rows, between which rules are looked for. Items are numbered through both, heads first.
public struct LayerPair: Sendable, Hashable {
    /// The upper layer: what rules are about.
    public let heads: LayerItems
    /// The lower layer: what they explain it with.
    public let tails: LayerItems

    /// - Throws: bad data when the layers differ in rows, have none, or share items.
    public init(heads: LayerItems, tails: LayerItems) throws(NeSyError) {
        guard heads.rows == tails.rows else {
            throw NeSyError(
                .badData, "Heads and tails are not of the same rows.", at: "\(heads.layer), \(tails.layer)",
                expected: "\(heads.rows) rows of tails, as of heads", found: "\(tails.rows)",
                remedy: abs(heads.rows - tails.rows) == 1 && heads.shape == nil
                    ? "The first line of a CSV file holds the names of its columns: is it missing?" : nil)
        }
        guard heads.rows > 0 else {
            throw NeSyError(.badData, "There are no rows.", at: heads.layer, expected: "at least one")
        }
        let shared = Set(heads.names).intersection(tails.names).sorted()
        guard shared.isEmpty else {
            throw NeSyError(
                .badData, "Heads and tails overlap: rules lead from one layer to another.",
                at: "\(heads.layer), \(tails.layer)", expected: "no item on both sides",
                found: shared.prefix(5).joined(separator: ", ")
                    + (shared.count > 5 ? " and \(shared.count - 5) more" : ""),
                remedy: "Take each item on one side only; one column of a table as heads: FILE:COLUMN.")
        }
        self.heads = heads
        self.tails = tails
    }

    public var rows: Int { heads.rows }
    public var count: Int { heads.count + tails.count }
    public var names: [String] { heads.names + tails.names }

    /// The name of an item of both layers.
    public func name(_ item: Int) -> String {
        item < heads.count ? heads.names[item] : tails.names[item - heads.count]
    }

    /// The rows in which an item is set.
    func column(_ item: Int) -> BitColumn {
        item < heads.count ? heads.bits.column(item) : tails.bits.column(item - heads.count)
    }

    /// The given items as a table.
    func table(of items: [Int]) -> Table {
        Table(rowCount: rows, columns: items.map { TableColumn(name: name($0), bits: column($0)) })
    }
}
