/// Which known word was probably meant.
enum Spelling {
    /// The word with the fewest edits, when at most half of its letters are wrong.
    static func closest(to word: String, among words: [String]) -> String? {
        let ranked = words.map { (distance(word, $0), $0) }
        guard let (edits, best) = ranked.min(by: { $0.0 < $1.0 }), edits * 2 <= best.count else { return nil }
        return best
    }

    /// Insertions, deletions and replacements (Levenshtein, 1966). Long words are cut: no name is that long.
    static func distance(_ a: String, _ b: String) -> Int {
        let a = Array(a.utf8.prefix(64))
        let b = Array(b.utf8.prefix(64))
        var row = Array(0...b.count)
        for i in 0..<a.count {
            var diagonal = row[0]
            row[0] = i + 1
            for j in 0..<b.count {
                let replaced = diagonal + (a[i] == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
            }
        }
        return row[b.count]
    }
}
