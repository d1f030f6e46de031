/// The names of attributes as predicates of one language: lower case, `_` for blanks, and no two alike.
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

    private let nameByAttribute: [String: String]

    init(_ program: RuleProgram, notation: RuleNotation, language: Language) {
        var taken: Set<String> = [notation.target.lowercased(), "row", "at_most", "above", "not"]
        if language == .prolog { taken.formUnion(prologBuiltIns) }
        var names: [String: String] = [:]
        for attribute in program.usedAttributes {
            let wanted = PredicateNames.plain(notation.attributeName(attribute), language)
            var name = wanted
            var suffix = 2
            while taken.contains(name) || PredicateNames.isNumbered(name) {
                name = "\(wanted)_\(suffix)"
                suffix += 1
            }
            taken.insert(name)
            names[attribute] = PredicateNames.quoted(name, language)
        }
        nameByAttribute = names
    }

    /// - Precondition: the program uses the attribute.
    subscript(attribute: String) -> String {
        guard let name = nameByAttribute[attribute] else {
            preconditionFailure("\(attribute) is not an attribute of the program")
        }
        return name
    }

    private static func plain(_ name: String, _ language: Language) -> String {
        let lowered = String(name.lowercased().map { $0.isWhitespace ? "_" : $0 })
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
