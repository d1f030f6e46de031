/// Finds what belongs to the images of a data set by their names.
///
/// Names are compared as paths without the ending of an image. One that is not found whole is looked for by its last
/// part, where no other image and no other key has that part: `train/cat/0017.jpg` finds `0017`.
struct NameMatching {
    /// The position of a key; nil where it occurs several times.
    private let whole: [String: Int?]
    /// The position of the key with a last part; nil where several have it.
    private let last: [String: Int?]

    /// - Parameter keys: paths without ending.
    init(keys: [String]) {
        whole = Dictionary(keys.enumerated().map { ($1, Optional($0)) }, uniquingKeysWith: { _, _ in nil })
        last = Dictionary(
            keys.enumerated().map { (NameMatching.lastPart($1), Optional($0)) }, uniquingKeysWith: { _, _ in nil })
    }

    /// The position of the key of every name; nil where there is none.
    func positions(of names: [String]) -> [Int?] {
        let stems = names.map(NameMatching.stem)
        var seen: [String: Int] = [:]
        for stem in stems { seen[NameMatching.lastPart(stem), default: 0] += 1 }
        return stems.map { stem in
            if let position = whole[stem] ?? nil { return position }
            let part = NameMatching.lastPart(stem)
            return seen[part] == 1 ? last[part] ?? nil : nil
        }
    }

    /// The name without the ending of an image.
    static func stem(_ name: String) -> String {
        DatasetReader.isImage(name) ? DatasetReader.stem(name).stem : name
    }

    private static func lastPart(_ stem: String) -> String {
        stem.lastIndex(of: "/").map { String(stem[stem.index(after: $0)...]) } ?? stem
    }
}
