extension String {
    /// The text as a part of a plain file name: letters, digits, `.`, `_` and `-` stay. Where others were replaced, a
    /// sum of the text follows, so that `conv/1` and `conv-1` are two names.
    var asFileName: String {
        let kept = unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": Character(scalar)
            default: "-"
            }
        }
        let name = String(kept.first == "." ? ["-"] + kept.dropFirst() : kept)
        return name == self ? name : "\(name)-\(checksum)"
    }

    /// Eight hexadecimal digits that depend on every byte (FNV-1a, 32 bits).
    private var checksum: String {
        let sum = utf8.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
