import NeSyTensor

/// What is asked of the name of a concept wherever it stands: in tables of masks, as a column of tags, in lists, or
/// written by hand.
public enum ConceptName {
    /// What stands for a concept in rules: of names that commas separate the first, in lower case, with `_` for blanks.
    public static func word(_ name: String) -> String {
        let first = name.split(separator: ",").first ?? ""
        return first.split(whereSeparator: \.isWhitespace).joined(separator: "_").lowercased()
    }

    /// The text without a byte order mark and without blanks around it.
    public static func trimmed(_ text: some StringProtocol) -> String {
        func isBlank(_ character: Character) -> Bool { character.isWhitespace || character == "\u{FEFF}" }
        guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(text[first...last])
    }

    /// The name, trimmed.
    /// - Throws: bad data, without a place, for one without a word, or with control characters.
    public static func cleaned(_ text: some StringProtocol) throws(NeSyError) -> String {
        let name = trimmed(text)
        if word(name).isEmpty {
            throw NeSyError(
                .badData, "A concept has no name.", expected: "a word before the first comma", found: "\"\(name)\"")
        }
        let isPrintable = name.unicodeScalars.allSatisfy {
            ![.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }
        guard isPrintable else {
            throw NeSyError(
                .badData, "The name of a concept holds control characters.", expected: "one line of text",
                found: name.debugDescription)
        }
        return name
    }

    /// The names of a list, trimmed.
    /// - Parameter place: where one of them stands.
    /// - Throws: bad data with the place for one that is no name, or is there twice.
    public static func list(_ texts: [String], at place: (Int) -> String) throws(NeSyError) -> [String] {
        var first: [String: Int] = [:]
        var names: [String] = []
        for (position, text) in texts.enumerated() {
            let name: String
            do throws(NeSyError) { name = try cleaned(text) } catch { throw error.located(at: place(position)) }
            if let earlier = first.updateValue(position, forKey: name) {
                throw NeSyError(
                    .badData, "Two concepts have one name.", at: place(position),
                    expected: "a name of its own for each", found: "\"\(name)\", as at \(place(earlier))",
                    remedy: "Leave one of them out, or tell them apart: \"\(name) 2\".")
            }
            names.append(name)
        }
        return names
    }
}
