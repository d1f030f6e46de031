/// The target and the attributes as predicates of one language: `_` for blanks, and no two alike. Attributes are in
/// lower case, and so is the target but in text.
struct PredicateNames {
    /// What a name may look like.
    enum Language {
        /// For people: odd names are quoted, `512` is not.
        case text
        /// For people, beside classes: Prolog atoms, none of them a class.
        case short
        /// A Prolog atom, quoted where needed, none that names a built-in predicate.
        case prolog
        /// A clingo identifier: letters, digits and `_`, a lower-case letter first.
        case clingo
    }

    /// The predicate of rule heads.
    let target: String
    private let nameByAttribute: [String: String]

    init(_ program: RuleProgram, notation: RuleNotation, language: Language) {
        var taken: Set = ["row", "at_most", "above", "not"]
        if language == .short { taken.formUnion(program.classes.map { notation.className($0).lowercased() }) }
        self.init(
            target: notation.target, attributes: program.usedAttributes, shown: notation.attributeName,
            taken: taken, language: language)
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
        // An attribute without a name of its own keeps what it is called, whatever others are called.
        let renamed = attributes.filter { shown($0) != $0 }
        for attribute in attributes.filter({ shown($0) == $0 }) + renamed {
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

    /// The name as a language spells it, before it is quoted.
    static func plain(_ name: String, _ language: Language) -> String {
        let lowered = joined(name.lowercased())
        guard language == .clingo else { return lowered }
        let ascii = String(lowered.map { isWordCharacter($0) ? $0 : "_" })
        return startsLow(ascii) ? ascii : "f\(ascii)"
    }

    /// Whether a name is one of ours: `ab3`, `rule3`.
    static func isNumbered(_ name: String, after prefixes: [String] = ["ab", "rule"]) -> Bool {
        prefixes.contains { prefix in
            name.hasPrefix(prefix) && name.count > prefix.count
                && name.dropFirst(prefix.count).allSatisfy { $0.isASCII && $0.isNumber }
        }
    }

    /// A constant beside the names: an atom, quoted where needed.
    static func atom(_ name: String) -> String { quoted(name, .prolog) }

    private static func quoted(_ name: String, _ language: Language) -> String {
        let isWord = !name.isEmpty && name.allSatisfy(isWordCharacter)
        switch language {
        case .clingo: return name
        case .text: return isWord ? name : PrologText.quoted(name)
        case .prolog, .short: return isWord && startsLow(name) ? name : PrologText.quoted(name)
        }
    }

    private static func startsLow(_ name: String) -> Bool {
        name.first.map { $0.isASCII && $0.isLowercase } == true
    }

    // Letters with accents lie between "a" and "z" too, as characters are ordered.
    private static func isWordCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "_")
    }
}
