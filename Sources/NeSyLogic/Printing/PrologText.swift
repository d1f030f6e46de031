#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Constants as Prolog and the published rule texts write them.
enum PrologText {
    /// A quoted atom.
    static func quoted(_ text: String) -> String {
        var out = "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": out += "''"
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 32: out += "\\x\(String(scalar.value, radix: 16))\\"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "'"
    }

    /// A name for people: as it is, or quoted where something else could be read into it.
    static func readable(_ name: String) -> String {
        let isPlain =
            !name.isEmpty && name != "or" && name != "and"
            && name.unicodeScalars.allSatisfy {
                !$0.properties.isWhitespace && $0.value >= 32 && !",;{}%'\"\\".unicodeScalars.contains($0)
            }
        return isPlain ? name : quoted(name)
    }

    /// A floating-point number that reads back to the same value.
    static func number(_ value: Double) -> String {
        if value.isInfinite { return value < 0 ? "-1.0Inf" : "1.0Inf" }
        let text = value.description
        // Prolog wants digits after a point even before an exponent.
        guard let exponent = text.firstIndex(of: "e"), !text[..<exponent].contains(".") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }

    /// Rounded to three decimals and written as Python writes it. The C library rounds the decimal
    /// expansion correctly, as Python does; multiplying by a thousand would not.
    static func rounded(_ value: Double) -> String {
        var buffer = [CChar](repeating: 0, count: 352)
        let length = withVaList([value]) { vsnprintf(&buffer, buffer.count, "%.3f", $0) }
        let text = String(
            decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return (Double(text) ?? value).description
    }
}
