/// The part of a data set that an image belongs to.
public struct DataSplit: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let train = DataSplit(rawValue: "train")
    public static let validation = DataSplit(rawValue: "val")
    public static let test = DataSplit(rawValue: "test")

    /// The usual spellings of the three splits, in any case: `train`, `training`; `val`, `valid`,
    /// `validation`; `test`, `testing`. Nil for any other word.
    public init?(alias: String) {
        switch alias.lowercased() {
        case "train", "training": self = .train
        case "val", "valid", "validation": self = .validation
        case "test", "testing": self = .test
        default: return nil
        }
    }

    /// The split a column of a table names: an alias, else the name as it stands (`test_shift`).
    public init(column text: String) { self = DataSplit(alias: text) ?? DataSplit(rawValue: text) }
}

extension DataSplit: Comparable, CustomStringConvertible {
    /// Training first, then validation, then the others by name.
    public static func < (left: DataSplit, right: DataSplit) -> Bool {
        (left.rank, left.rawValue) < (right.rank, right.rawValue)
    }

    private var rank: Int { self == .train ? 0 : self == .validation ? 1 : 2 }

    public var description: String { rawValue }
}
