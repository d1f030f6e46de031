/// Values for the tunables of a kernel file, `#define NAME VALUE`, in the order in which they were written.
struct KernelDefines: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    struct Define: Hashable, Sendable {
        var name: String
        var value: Int
    }

    private(set) var defines: [Define]

    init(_ defines: [Define] = []) { self.defines = defines }

    init(dictionaryLiteral elements: (String, Int)...) {
        defines = elements.map { Define(name: $0.0, value: $0.1) }
    }

    subscript(name: String) -> Int? { defines.last { $0.name == name }?.value }

    /// These and others, which win.
    func merging(_ others: KernelDefines) -> KernelDefines {
        KernelDefines(defines.filter { others[$0.name] == nil } + others.defines)
    }

    /// For people: `TILE_ROWS 64, TILE_COLUMNS 64`.
    var words: String { defines.map { "\($0.name) \($0.value)" }.joined(separator: ", ") }

    /// As compiler options.
    var options: String { defines.map { " -D\($0.name)=\($0.value)" }.joined() }
}
