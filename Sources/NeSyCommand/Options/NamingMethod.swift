import NeSy

/// What `nesy label` takes names from: each is asked for by the option of its name, and has options of its own.
enum NamingMethod: String, CaseIterable {
    case masks, tags, similarity, embeddings, names
    case byHand = "by-hand"

    /// The options that not all methods take, of those that this one does.
    var options: [any SettingDescription] {
        switch self {
        case .masks: MaskOptions.settings + [Label.top, Label.groups]
        case .tags: [EvidenceOptions.tags] + NamingMethod.optionsOfEvidence
        case .similarity: [EvidenceOptions.similarity, EvidenceOptions.concepts] + NamingMethod.optionsOfEvidence
        case .embeddings: [EvidenceOptions.embeddings, EvidenceOptions.concepts] + NamingMethod.optionsOfEvidence
        case .names: [HandNamingOptions.names]
        case .byHand: [HandNamingOptions.byHand, Label.top]
        }
    }

    private static let optionsOfEvidence: [any SettingDescription] = [
        EvidenceOptions.baseline, EvidenceOptions.significance, MaskOptions.margin, MaskOptions.excludeBackground,
        MaskOptions.ignore, Label.top,
    ]

    func takes(_ key: String) -> Bool { options.contains { $0.key == key } }

    /// In a sentence: names by masks.
    var words: String {
        switch self {
        case .names: "from a table"
        case .byHand: "by hand"
        default: "by \(rawValue)"
        }
    }

    /// The method that is asked for; masks beside the images where none is. What the command line asks for goes before
    /// the environment, and that before a file.
    /// - Parameter askers: the options that methods are asked for by.
    /// - Throws: a usage error when the same source asks for two.
    static func chosen(
        by askers: [ResolvedSetting]
    ) throws(NeSyError) -> (method: NamingMethod, origin: ResolvedSetting.Origin) {
        let asking = askers.filter { $0.origin != .unset && $0.value != .bool(false) }
        let nearest = asking.filter { asker in asking.allSatisfy { asker.origin.rank <= $0.origin.rank } }
        guard let first = nearest.first, let method = NamingMethod(rawValue: first.key) else { return (.masks, .unset) }
        guard nearest.count == 1 else {
            throw NeSyError(
                .usage, "Names can come from one place only.", at: "nesy label",
                expected: "one of " + allCases.map { "--\($0.rawValue)" }.joined(separator: ", "),
                found: nearest.map(\.place).joined(separator: " and "))
        }
        return (method, first.origin)
    }

    /// Options of other methods do nothing. On the command line that is a mistake; the environment and files speak of
    /// other calls as well.
    /// - Parameters:
    ///   - given: the options on the command line.
    ///   - origin: who asked for this method.
    /// - Throws: a usage error for an option of the command line that only other methods take.
    func check(_ given: [String], askedBy origin: ResolvedSetting.Origin) throws(NeSyError) {
        guard let key = given.first(where: { !takes($0) }) else { return }
        let takers = NamingMethod.allCases.filter { $0.takes(key) }.map(\.words)
        let asker = ResolvedSetting(key: rawValue, value: nil, origin: origin).place
        throw NeSyError(
            .usage, "The option has no say in names \(words).", at: "--\(key)",
            expected: "names \(takers.joined(separator: " or "))",
            found: origin == .unset ? "nothing that asks for them" : asker,
            remedy: origin == .unset ? "Leave it out." : "Leave out --\(key), or \(asker).")
    }
}
