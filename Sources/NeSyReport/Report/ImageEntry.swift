/// One evaluated image: what it is, what the network says, and which predicates hold for it.
public struct ImageEntry: Sendable, Hashable {
    /// Its name in the data set: `test/bathroom/0017.png`.
    public var name: String
    /// Its class in the data set.
    public var classIndex: Int
    /// The class that the network names.
    public var network: Int?
    /// Place of its pattern in ``ReportContents/patterns``: what the rules say follows from it.
    public var pattern: Int
    /// Its place in ``ReportContents/thumbnails``; nil when it has no picture there.
    public var thumbnail: Int?

    public init(name: String, classIndex: Int, network: Int?, pattern: Int, thumbnail: Int? = nil) {
        self.name = name
        self.classIndex = classIndex
        self.network = network
        self.pattern = pattern
        self.thumbnail = thumbnail
    }
}
