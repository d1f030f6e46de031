/// A file of a report.
public struct ReportFile: Sendable, Hashable {
    /// Relative to the folder of the page, with `/` between parts.
    public var path: String
    public var bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}
