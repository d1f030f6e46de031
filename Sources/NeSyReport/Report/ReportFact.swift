/// A line about a run: `Data` and `rooms, 3 classes, 1,500 training images`.
public struct ReportFact: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
