import NeSyTensor

/// What the codes of a source are called, and the concepts these names make.
///
/// Codes with one name are one concept; concepts stand in the order in which their names first occur.
struct ConceptTable: Sendable {
    private(set) var concepts: [String] = []
    /// The concept of a code.
    private(set) var concept: [Int: Int32] = [:]

    /// - Throws: `.badData` for what ``ConceptName/cleaned(_:)`` refuses, or a code with two names.
    init(_ entries: [(code: Int, name: String)], at place: (Int) -> String) throws(NeSyError) {
        var number: [String: Int32] = [:]
        for (row, entry) in entries.enumerated() {
            let name: String
            do throws(NeSyError) { name = try ConceptName.cleaned(entry.name) } catch {
                throw error.located(at: place(row))
            }
            if concept[entry.code] != nil {
                throw NeSyError(.badData, "A concept is listed twice.", at: place(row), found: "\(entry.code)")
            }
            if number[name] == nil {
                number[name] = Int32(concepts.count)
                concepts.append(name)
            }
            concept[entry.code] = number[name]
        }
    }
}
