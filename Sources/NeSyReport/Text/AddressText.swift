extension String {
    /// The text as a path in an address: everything but letters, digits, `-`, `.`, `_`, `~` and `/` becomes `%` and
    /// two hexadecimal digits a byte (RFC 3986, section 2).
    var escapedForAddress: String {
        let digits = Array("0123456789ABCDEF")
        var out = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default: out += "%" + String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return out
    }
}
