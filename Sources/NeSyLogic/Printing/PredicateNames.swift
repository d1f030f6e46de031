/// The target and the attributes as predicates of one language: `_` for blanks, and no two alike. Attributes are in
/// lower case, and so is the target but in text.
struct PredicateNames {
    /// What a name may look like.
    enum Language {
        /// For people: odd names are quoted, `512` is not.
        case text
        /// A Prolog atom, quoted where needed, none that names a built-in predicate.
        case prolog
        /// A clingo identifier: letters, digits and `_`, a lower-case letter first.
        case clingo
    }

    /// The predicate of rule heads.
    let target: String
    private let nameByAttribute: [String: String]

    init(_ program: RuleProgram, notation: RuleNotation, language: Language) {
        self.init(
            target: notation.target, attributes: program.usedAttributes, shown: notation.attributeName,
            taken: ["row", "at_most", "above", "not"], language: language)
    }

    /// - Parameters:
    ///   - shown: what people call an attribute.
    ///   - taken: names that have another meaning.
    init(
        target: String, attributes: [String], shown: (String) -> String = { $0 }, taken: Set<String>,
        language: Language
    ) {
        var taken = taken
        if language == .prolog { taken.formUnion(prologBuiltIns) }
        // People read the target as it was given; solvers need it in lower case.
        let wanted =
            language == .text ? PredicateNames.joined(target) : PredicateNames.plain(target, language)
        self.target = PredicateNames.quoted(PredicateNames.free(wanted, &taken), language)
        var names: [String: String] = [:]
        for attribute in attributes {
            let wanted = PredicateNames.plain(shown(attribute), language)
            names[attribute] = PredicateNames.quoted(PredicateNames.free(wanted, &taken), language)
        }
        nameByAttribute = names
    }

    /// - Precondition: the rules use the attribute.
    subscript(attribute: String) -> String {
        guard let name = nameByAttribute[attribute] else {
            preconditionFailure("\(attribute) is not an attribute of the rules")
        }
        return name
    }

    /// The name, numbered if it is taken; from now on it is.
    private static func free(_ wanted: String, _ taken: inout Set<String>) -> String {
        var name = wanted
        var suffix = 2
        while isNumbered(name.lowercased()) || !taken.insert(name.lowercased()).inserted {
            name = "\(wanted)_\(suffix)"
            suffix += 1
        }
        return name
    }

    private static func joined(_ name: String) -> String { String(name.map { $0.isWhitespace ? "_" : $0 }) }

    private static func plain(_ name: String, _ language: Language) -> String {
        let lowered = joined(name.lowercased())
        guard language == .clingo else { return lowered }
        let ascii = String(lowered.map { isWordCharacter($0) ? $0 : "_" })
        return ascii.first.map { ("a"..."z").contains($0) } == true ? ascii : "f\(ascii)"
    }

    /// `ab3` and `rule3` are names of ours.
    private static func isNumbered(_ name: String) -> Bool {
        ["ab", "rule"].contains { prefix in
            name.hasPrefix(prefix) && name.count > prefix.count
                && name.dropFirst(prefix.count).allSatisfy { ("0"..."9").contains($0) }
        }
    }

    private static func quoted(_ name: String, _ language: Language) -> String {
        let isWord = !name.isEmpty && name.allSatisfy(isWordCharacter)
        switch language {
        case .clingo: return name
        case .text: return isWord ? name : PrologText.quoted(name)
        case .prolog:
            let startsLow = name.first.map { ("a"..."z").contains($0) } == true
            return isWord && startsLow ? name : PrologText.quoted(name)
        }
    }

    private static func isWordCharacter(_ character: Character) -> Bool {
        ("a"..."z").contains(character) || ("A"..."Z").contains(character)
            || ("0"..."9").contains(character) || character == "_"
    }
}
