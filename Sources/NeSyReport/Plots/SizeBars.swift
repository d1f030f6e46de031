import NeSyLogic

/// How large rule sets are, side by side: rules, literals and predicates.
public struct SizeBars: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        public var name: String
        public var size: ProgramSize

        public init(_ name: String, _ size: ProgramSize) {
            self.name = name
            self.size = size
        }
    }

    public let entries: [Entry]

    public init(_ entries: [Entry]) { self.entries = entries }

    public var document: SVGDocument {
        let measures: [(name: String, count: (ProgramSize) -> Int)] = [
            ("Rules and exceptions", { $0.rules }), ("Literals", { $0.literals }), ("Predicates", { $0.predicates }),
        ]
        let longest = entries.map { TextWidth.estimate($0.name, size: 12) }.max() ?? 0
        let left = min(130, longest + 4) + 10
        let (length, height) = (220.0, 20.0)
        var elements: [SVGElement] = [.text("Size of the rules", x: 2, y: 15, size: 13, isBold: true)]
        var y = 28.0
        for measure in measures {
            elements.append(.text(measure.name, x: left, y: y + 12, size: 11).filled(.muted))
            y += 18
            let most = max(1, entries.map { measure.count($0.size) }.max() ?? 1)
            for (index, entry) in entries.enumerated() {
                let count = measure.count(entry.size)
                let part = Double(count) / Double(most) * length
                elements += [
                    .text(entry.name, x: left - 8, y: y + 13, anchor: .end, fitting: left - 10),
                    .rectangle(x: left, y: y + 3, width: max(1, part), height: height - 7)
                        .filled(index == 0 ? .right : .muted),
                    .text(count.grouped, x: left + part + 7, y: y + 13, size: 11.5),
                ]
                y += height
            }
            y += 6
        }
        let words = entries.map { entry in
            let counts = measures.map { "\($0.name.lowercased()) \($0.count(entry.size))" }
            return "\(entry.name): " + counts.joined(separator: ", ")
        }
        return SVGDocument(
            width: left + length + 60, height: y + 4, title: "Size of the rules",
            summary: words.joined(separator: "; ") + ".", elements: elements)
    }
}
