/// What the name of an IDX file says: `train-images-idx3-ubyte.gz`.
struct IDXName {
    enum Content {
        case images, labels
    }

    let holds: Content
    /// What stands before `images` or `labels`, in lower case; the same for the two files of a pair.
    let prefix: String

    init?(_ name: String) {
        let lowered = name.lowercased()
        guard lowered.contains("idx") else { return nil }
        for (word, content) in [("images", Content.images), ("labels", .labels)] {
            guard let range = IDXName.range(of: word, in: lowered) else { continue }
            holds = content
            prefix = String(lowered[..<range])
            return
        }
        return nil
    }

    /// The split the prefix names; nil when it names none.
    var split: DataSplit? {
        let word = String(prefix.prefix { $0.isLetter || $0.isNumber })
        return word == "t10k" ? .test : DataSplit(alias: word)
    }

    private static func range(of word: String, in text: String) -> String.Index? {
        text.indices.first { text[$0...].hasPrefix(word) }
    }
}
