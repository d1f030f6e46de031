/// The concepts that no filter is named after, wherever names come from. They keep their scores.
public struct ExcludedConcepts: Sendable, Hashable {
    /// Excluded by name, beside those that are ``isCatchAll(_:)``.
    public var names: Set<String>
    /// Whether what is ``isBackground(_:)`` is excluded.
    public var background: Bool

    public init(names: Set<String> = [], background: Bool = false) {
        self.names = names
        self.background = background
    }

    public func contains(_ concept: String) -> Bool {
        names.contains(concept) || ExcludedConcepts.isCatchAll(concept)
            || background && ExcludedConcepts.isBackground(concept)
    }

    /// What fills a scene behind its objects.
    public static let backgroundNames: Set = [
        "background", "wall", "floor", "ceiling", "sky", "ground", "grass", "road",
    ]

    /// Whether one of a concept's names, which commas separate, is in ``backgroundNames``: `floor, flooring` is.
    public static func isBackground(_ concept: String) -> Bool {
        concept.lowercased().split(separator: ",").contains { name in
            backgroundNames.contains(name.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        }
    }

    /// Whether a concept stands for whatever was not told apart: `void`, `other_furniture`.
    static func isCatchAll(_ concept: String) -> Bool {
        let name = concept.lowercased()
        return ["void", "unlabelled", "unlabeled", "unknown", "other"].contains(name)
            || ["other_", "other ", "other-"].contains { name.hasPrefix($0) }
    }
}
