/// The formats that pictures are written in; the raw values are the endings of their files.
public enum PictureFormat: String, Sendable, Hashable, CaseIterable {
    case png
    case svg

    /// The format that a file's ending asks for, in small or capital letters; nil for any other.
    public init?(path: String) {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return nil }
        self.init(rawValue: name[name.index(after: dot)...].lowercased())
    }
}
