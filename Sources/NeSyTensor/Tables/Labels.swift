/// The class of every row: indices into a list of class names.
public struct Labels: Sendable, Hashable {
    public var classes: [String]
    public var indices: [Int32]

    /// - Precondition: every index names a class.
    public init(classes: [String], indices: [Int32]) {
        precondition(indices.allSatisfy { $0 >= 0 && Int($0) < classes.count })
        self.classes = classes
        self.indices = indices
    }

    /// Classes in ascending byte order of their names.
    public init(names: [String]) {
        let classes = Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let index = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, Int32($0)) })
        self.init(classes: classes, indices: names.map { index[$0]! })
    }

    public var count: Int { indices.count }

    public func name(_ row: Int) -> String { classes[Int(indices[row])] }

    public func selecting(rows: [Int]) -> Labels {
        Labels(classes: classes, indices: rows.map { indices[$0] })
    }
}
