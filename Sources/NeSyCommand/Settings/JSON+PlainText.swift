import NeSy

extension JSON {
    /// The value as a person would type it on the command line.
    var plainText: String {
        switch self {
        case .string(let text): text
        case .array(let values): values.map(\.plainText).joined(separator: ",")
        default: text()
        }
    }

    /// The value as YAML: bare words stay bare, the rest is JSON, which YAML contains.
    var yamlText: String {
        switch self {
        case .string(let text) where JSON.isBareWord(text): text
        case .array(let values): "[" + values.map(\.yamlText).joined(separator: ", ") + "]"
        default: text()
        }
    }

    private static func isBareWord(_ text: String) -> Bool {
        let reserved: Set = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        guard let first = text.first, first.isLetter, !reserved.contains(text.lowercased()) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "/"):
                true
            default: false
            }
        }
    }
}
