extension ConceptScores {
    /// The mean of each group's rows: what a filter and its companions show together.
    /// - Precondition: every filter of the groups has a row.
    public func pooled(_ groups: FilterGroups) -> ConceptScores {
        let rows = Dictionary(uniqueKeysWithValues: filters.enumerated().map { ($1, $0) })
        let values = groups.groups.flatMap { group in
            let members = ([group.filter] + group.companions.map(\.filter)).map { filter in
                guard let row = rows[filter] else { preconditionFailure("filter \(filter) has no scores") }
                return row
            }
            return concepts.indices.map { concept in
                members.reduce(0) { $0 + self[$1, concept] } / Double(members.count)
            }
        }
        return ConceptScores(filters: groups.groups.map(\.filter), concepts: concepts, values: values)
    }
}
