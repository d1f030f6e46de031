/// Finds what belongs to the images of a data set by their names.
///
/// Names are compared as paths without the ending of an image, part by part. A name and a key belong together where
/// they are the same or where one is the end of the other: `cat/0017.jpg` finds `photos/cat/0017`, `cat/0017` and
/// `0017`, and never `dog/0017`. Where several keys end in a name, or several names in a key, none is found.
public struct NameMatching {
    /// The position of a key; nil where it occurs several times.
    private let whole: [String: Int?]
    /// The position of the key with an end, whole parts of a path; nil where several have it.
    private let ends: [String: Int?]

    /// - Parameter keys: paths without ending.
    public init(keys: [String]) {
        whole = Dictionary(keys.enumerated().map { ($1, Optional($0)) }, uniquingKeysWith: { _, _ in nil })
        ends = Dictionary(
            keys.enumerated().flatMap { position, key in NameMatching.ends(key).map { ($0, Optional(position)) } },
            uniquingKeysWith: { _, _ in nil })
    }

    /// The position of the key of every name; nil where there is none.
    public func positions(of names: [String]) -> [Int?] {
        let stems = names.map(NameMatching.stem)
        var users: [String: Int] = [:]
        for stem in stems { for end in [stem] + NameMatching.ends(stem) { users[end, default: 0] += 1 } }
        return stems.map { stem in
            if let position = whole[stem] ?? ends[stem] { return position }
            guard let end = NameMatching.ends(stem).first(where: { whole[$0] != nil }), users[end] == 1 else {
                return nil
            }
            return whole[end] ?? nil
        }
    }

    /// The name without the ending of an image.
    public static func stem(_ name: String) -> String {
        DatasetReader.isImage(name) ? DatasetReader.stem(name).stem : name
    }

    /// What is left of a path without its first part, its first two, and so on.
    private static func ends(_ key: String) -> [String] {
        key.indices.filter { key[$0] == "/" }.map { String(key[key.index(after: $0)...]) }
    }
}
