extension CascadeDiagram {
    /// The diagram in the DOT language of Graphviz.
    public var dot: String {
        var out = "digraph cascade {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n"
        func add(_ layer: String, _ nodes: [(name: String, label: String, detail: String)], column: Int) {
            out += "  subgraph column\(column) {\n    rank=same;\n"
            out += "    layer\(column) [shape=plaintext, label=\(layer.quotedForDOT)];\n"
            for node in nodes {
                let tooltip = node.detail.isEmpty ? "" : ", tooltip=\(node.detail.quotedForDOT)"
                out += "    \(node.name) [label=\(node.label.quotedForDOT)\(tooltip)];\n"
            }
            out += "  }\n"
        }
        add(classLayer, usedClasses.map { ("c0_\($0)", classes[$0], "") }, column: 0)
        for (index, level) in levels.enumerated() {
            let nodes = level.rules.enumerated().map { place, rule in
                ("c\(index + 1)_\(place)", rule.label, rule.detail)
            }
            add(level.layer, nodes, column: index + 1)
        }
        if !levels.isEmpty {
            out += "  " + (0...levels.count).map { "layer\($0)" }.joined(separator: " -> ") + " [style=invis];\n"
        }
        for (index, level) in levels.enumerated() {
            for (place, rule) in level.rules.enumerated() {
                let width = (1 + 2 * rule.clampedStrength).shortDecimal
                for head in rule.heads {
                    out += "  c\(index)_\(head) -> c\(index + 1)_\(place) [penwidth=\(width)];\n"
                }
            }
        }
        return out + "}\n"
    }
}

extension CascadeDiagram.Rule {
    var clampedStrength: Double { strength.isNaN ? 0 : min(max(strength, 0), 1) }
}

extension String {
    /// The text between double quotes, as DOT reads it.
    fileprivate var quotedForDOT: String {
        var out = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\u{0}"..."\u{1F}": out += " "
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
