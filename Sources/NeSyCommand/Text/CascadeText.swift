import NeSy

/// What `nesy mine --cascade` prints for people: the beginning of the listing.
enum CascadeText {
    private static let shownLines = 60
    private static let shownWidth = 160

    static func text(_ result: CascadeStage.Result) -> String {
        let lines = result.cascade.text().split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let text = lines.prefix(shownLines).map { line in
            line.count <= shownWidth ? "\(line)\n" : "\(line.prefix(shownWidth - 2)) …\n"
        }.joined()
        guard lines.count > shownLines else { return text }
        return text + "\(Figures.count(lines.count - shownLines, "more line")) in \(result.folder)/cascade.txt\n"
    }
}
