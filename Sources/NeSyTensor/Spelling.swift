/// Which known word a misspelt one was meant to be.
public enum Spelling {
    /// The word with the fewest edits, the first of equals; nil when none is near: more than two edits and more than a
    /// third of the letters, or nothing left of the word. Case does not matter.
    public static func closest(to word: String, among words: some Collection<String>) -> String? {
        let wanted = letters(word)
        let ranked = words.map { (edits: edits(wanted, letters($0)), word: $0) }
        guard let best = ranked.min(by: { $0.edits < $1.edits }), best.edits <= max(2, wanted.count / 3),
            best.edits < max(wanted.count, best.word.count)
        else { return nil }
        return best.word
    }

    /// Long words are cut: no name is that long.
    private static func letters(_ word: String) -> [Unicode.Scalar] {
        Array(word.lowercased().unicodeScalars.prefix(64))
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other (optimal string
    /// alignment: no letter is edited twice).
    private static func edits(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for i in first.indices {
            var row = [i + 1]
            for j in second.indices {
                var best = min(last[j] + (first[i] == second[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                    best = min(best, beforeLast[j - 1] + 1)
                }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[second.count]
    }
}
