/// A set of item numbers, a bit each.
struct ItemSet: Sendable {
    private var words: [UInt64] = []

    mutating func insert(_ item: Int) {
        let word = item >> 6
        if word >= words.count { words += [UInt64](repeating: 0, count: word + 1 - words.count) }
        words[word] |= 1 << UInt64(item & 63)
    }

    func contains(_ item: Int) -> Bool { item >> 6 < words.count && words[item >> 6] >> UInt64(item & 63) & 1 == 1 }

    func containsAny(of items: [Int]) -> Bool { items.contains(where: contains) }

    mutating func formUnion(_ other: ItemSet) {
        if words.count < other.words.count {
            words += [UInt64](repeating: 0, count: other.words.count - words.count)
        }
        for word in other.words.indices { words[word] |= other.words[word] }
    }
}
