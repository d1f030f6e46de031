/// The name that a misspelt one was meant to be: the nearest by insertions, deletions and replacements, if it
/// is near enough to be worth proposing.
func closest(to name: String, among names: [String]) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(64))
    var best: (name: String, distance: Int)?
    for candidate in names {
        let other = Array(candidate.lowercased().unicodeScalars.prefix(64))
        var row = Array(0...other.count)
        for (i, scalar) in wanted.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in other.indices {
                let above = row[j + 1]
                row[j + 1] = min(diagonal + (scalar == other[j] ? 0 : 1), above + 1, row[j] + 1)
                diagonal = above
            }
        }
        if row[other.count] < best?.distance ?? .max { best = (candidate, row[other.count]) }
    }
    guard let best, best.distance <= max(1, wanted.count / 2) else { return nil }
    return best.name
}
