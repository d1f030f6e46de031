extension String {
    /// The text for use in XML, in content or between double quotes: markup is escaped, and what XML 1.0 has no
    /// character for (most control characters) becomes U+FFFD.
    var escapedForXML: String {
        // Most of what is written is the text of pictures, megabytes of letters and digits.
        if utf8.allSatisfy({ UInt8.isPlainInXML($0) }) { return self }
        var out = ""
        out.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "\t", "\n", "\r": out += "&#\(scalar.value);"
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": out += "\u{FFFD}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}

extension UInt8 {
    /// Whether the byte is a character of ASCII that stands for itself.
    fileprivate static func isPlainInXML(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""): false
        case 0x20...0x7E: true
        default: false
        }
    }
}
