extension JSON {
    /// The text of this value: compact, or indented by two spaces with arrays of scalars on one line.
    /// Numbers are written in the shortest form that reads back to the same Double; NaN and infinities,
    /// which JSON lacks, as null.
    public func text(pretty: Bool = false) -> String {
        var out = ""
        write(to: &out, pretty: pretty, indent: 0)
        return out
    }

    private var isScalar: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }

    private func write(to out: inout String, pretty: Bool, indent: Int) {
        switch self {
        case .null: out += "null"
        case .bool(let value): out += value ? "true" : "false"
        case .integer(let value): out += String(value)
        case .number(let value): out += value.isFinite ? value.description : "null"
        case .string(let text): JSON.write(text, to: &out)
        case .array(let values):
            let inline = !pretty || values.allSatisfy(\.isScalar)
            out += "["
            for (index, value) in values.enumerated() {
                if index > 0 { out += inline && pretty ? ", " : "," }
                if !inline { JSON.newLine(&out, indent + 1) }
                value.write(to: &out, pretty: pretty, indent: indent + 1)
            }
            if !inline { JSON.newLine(&out, indent) }
            out += "]"
        case .object(let members):
            out += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { out += "," }
                if pretty { JSON.newLine(&out, indent + 1) }
                JSON.write(member.key, to: &out)
                out += pretty ? ": " : ":"
                member.value.write(to: &out, pretty: pretty, indent: indent + 1)
            }
            if pretty && !members.isEmpty { JSON.newLine(&out, indent) }
            out += "}"
        }
    }

    private static func newLine(_ out: inout String, _ indent: Int) {
        out += "\n"
        for _ in 0..<indent { out += "  " }
    }

    private static func write(_ text: String, to out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case let control where control.value < 0x20 || control.value == 0x7F:
                let hex = String(control.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }
}
