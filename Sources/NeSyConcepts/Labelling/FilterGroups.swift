/// Filters that look at the same places (NeSyFOLD-G, by its published program): to every filter those whose maps
/// are most alike on the images that excite it most.
public struct FilterGroups: Sendable, Hashable {
    /// One filter with those that go with it.
    public struct Group: Sendable, Hashable {
        public let filter: Int
        /// The others, the most similar first.
        public let companions: [Companion]

        public init(filter: Int, companions: [Companion]) {
            self.filter = filter
            self.companions = companions
        }
    }

    /// A filter with the mean cosine of its maps to those of the group's own filter.
    public struct Companion: Sendable, Hashable {
        public let filter: Int
        public let similarity: Double

        public init(filter: Int, similarity: Double) {
            self.filter = filter
            self.similarity = similarity
        }
    }

    public let groups: [Group]

    /// - Parameters:
    ///   - similarities: what has been measured.
    ///   - threshold: companions are more similar than this.
    ///   - most: companions a filter may have. Filters that are equally similar come by number.
    public init(_ similarities: MapSimilarities, threshold: Double = 0.8, most: Int = 10) {
        groups = similarities.filters.enumerated().map { row, filter in
            let similar = (0..<similarities.filterCount)
                .filter { $0 != filter && similarities[row, $0] > threshold }
                .sorted { (similarities[row, $1], $0) < (similarities[row, $0], $1) }
            return Group(
                filter: filter,
                companions: similar.prefix(most).map { Companion(filter: $0, similarity: similarities[row, $0]) })
        }
    }

    /// A line for each companion: `filter,companion,similarity`.
    public func csv() -> String {
        var text = "filter,companion,similarity\n"
        for group in groups {
            for companion in group.companions {
                text += "\(group.filter),\(companion.filter),\(companion.similarity)\n"
            }
        }
        return text
    }
}
