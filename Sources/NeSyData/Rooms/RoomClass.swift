/// The kinds of room. A configuration with K classes uses the first K.
public enum RoomClass: Int, Sendable, Hashable, CaseIterable {
    case bedroom, bathroom, kitchen, living, office

    public var name: String { String(describing: self) }

    public init?(name: String) {
        guard let found = RoomClass.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// The class of a scene by the true rules, an ordered list whose first match decides:
    /// a bed makes a bedroom, a toilet or a tub a bathroom, stove and fridge together a kitchen, a table a
    /// living room, and nothing of these an office.
    public init(showing concepts: RoomConceptSet) {
        if concepts.contains(.bed) {
            self = .bedroom
        } else if concepts.contains(.toilet) || concepts.contains(.tub) {
            self = .bathroom
        } else if concepts.contains(.stove) && concepts.contains(.fridge) {
            self = .kitchen
        } else if concepts.contains(.table) {
            self = .living
        } else {
            self = .office
        }
    }

    /// The true rules of the first `count` classes, each line true for itself: what an earlier rule takes is
    /// an exception of the later one.
    static func truth(count: Int) -> String {
        var lines = [
            "class(X,'bedroom') :- bed(X,'1').",
            "class(X,'bathroom') :- toilet(X,'1').",
            "class(X,'bathroom') :- tub(X,'1').",
            "class(X,'kitchen') :- stove(X,'1'), fridge(X,'1').",
            "class(X,'living') :- table(X,'1'), not ab1(X,'True').",
            "class(X,'office') :- not ab2(X,'True').",
        ]
        lines = Array(lines.prefix(count + 1))
        if count >= 4 { lines += ["ab1(X,'True') :- bed(X,'1').", "ab1(X,'True') :- stove(X,'1'), fridge(X,'1')."] }
        if count >= 5 {
            lines += [
                "ab2(X,'True') :- bed(X,'1').", "ab2(X,'True') :- toilet(X,'1').", "ab2(X,'True') :- tub(X,'1').",
                "ab2(X,'True') :- stove(X,'1'), fridge(X,'1').", "ab2(X,'True') :- table(X,'1').",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
