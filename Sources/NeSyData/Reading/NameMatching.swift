/// Finds what belongs to the images of a data set by their names.
///
/// Names are compared as paths without the ending of an image. One that is not found whole may be the end of a key,
/// where it is the end of one only: `cat/0017.jpg` finds `photos/cat/0017`. Else it is looked for by its last part,
/// where no other image and no other key has that part: `train/cat/0017.jpg` finds `0017`.
public struct NameMatching {
    /// The position of a key; nil where it occurs several times.
    private let whole: [String: Int?]
    /// The position of the key with an end, whole parts of a path; nil where several have it.
    private let ends: [String: Int?]
    /// The position of the key with a last part; nil where several have it.
    private let last: [String: Int?]

    /// - Parameter keys: paths without ending.
    public init(keys: [String]) {
        whole = Dictionary(keys.enumerated().map { ($1, Optional($0)) }, uniquingKeysWith: { _, _ in nil })
        ends = Dictionary(
            keys.enumerated().flatMap { position, key in NameMatching.ends(key).map { ($0, Optional(position)) } },
            uniquingKeysWith: { _, _ in nil })
        last = Dictionary(
            keys.enumerated().map { (NameMatching.lastPart($1), Optional($0)) }, uniquingKeysWith: { _, _ in nil })
    }

    /// The position of the key of every name; nil where there is none.
    public func positions(of names: [String]) -> [Int?] {
        let stems = names.map(NameMatching.stem)
        var seen: [String: Int] = [:]
        for stem in stems { seen[NameMatching.lastPart(stem), default: 0] += 1 }
        return stems.map { stem in
            if let position = whole[stem] ?? ends[stem] ?? nil { return position }
            let part = NameMatching.lastPart(stem)
            return seen[part] == 1 ? last[part] ?? nil : nil
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

    private static func lastPart(_ stem: String) -> String {
        stem.lastIndex(of: "/").map { String(stem[stem.index(after: $0)...]) } ?? stem
    }
}
