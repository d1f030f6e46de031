/// The nearest of the words that would have been right.
enum Suggestion {
    /// The candidate with the smallest edit distance, when that is small against the length of the word.
    static func closest(to word: String, among candidates: some Collection<String>) -> String? {
        let ranked = candidates.map { (distance: distance(word, $0), candidate: $0) }
            .min { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }
        guard let best = ranked, best.distance <= max(2, word.count / 3) else { return nil }
        return best.candidate
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other
    /// (optimal string alignment).
    static func distance(_ first: String, _ second: String) -> Int {
        let a = Array(first.utf8)
        let b = Array(second.utf8)
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
