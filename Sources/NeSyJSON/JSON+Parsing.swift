/// Why a text is no JSON, and at which byte.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String
    public let offset: Int
    public var description: String { "\(message) at byte \(offset)" }
}

extension JSON {
    /// Nesting deeper than this is refused, so that no input can exhaust the stack.
    public static let nestingLimit = 128

    /// Reads one JSON document: strict (RFC 8259), no trailing bytes, no duplicate keys, valid UTF-8 only.
    public static func parse(_ bytes: some Sequence<UInt8>) throws(JSONError) -> JSON {
        var parser = JSONParser(bytes: Array(bytes))
        return try parser.document()
    }

    public static func parse(_ text: String) throws(JSONError) -> JSON { try parse(text.utf8) }
}

private struct JSONParser {
    let bytes: [UInt8]
    var position = 0
    var depth = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    func failure(_ message: String, at offset: Int? = nil) -> JSONError {
        JSONError(message: message, offset: offset ?? position)
    }

    mutating func document() throws(JSONError) -> JSON {
        let value = try self.value()
        skipSpace()
        if position < bytes.count { throw failure("text after the end of the document") }
        return value
    }

    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    mutating func value() throws(JSONError) -> JSON {
        skipSpace()
        guard position < bytes.count else { throw failure("the document ends where a value should be") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): try word("true"); return .bool(true)
        case UInt8(ascii: "f"): try word("false"); return .bool(false)
        case UInt8(ascii: "n"): try word("null"); return .null
        default: return try number()
        }
    }

    mutating func word(_ text: String) throws(JSONError) {
        for byte in text.utf8 {
            guard position < bytes.count, bytes[position] == byte else { throw failure("unknown word") }
            position += 1
        }
    }

    mutating func enter() throws(JSONError) {
        depth += 1
        if depth > JSON.nestingLimit { throw failure("nesting deeper than \(JSON.nestingLimit)") }
        position += 1
    }

    mutating func object() throws(JSONError) -> JSON {
        try enter()
        var members: [JSON.Member] = []
        var keys = Set<String>()
        skipSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: "}") {
            position += 1
            depth -= 1
            return .object([])
        }
        while true {
            skipSpace()
            let start = position
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw failure("expected a key in quotes")
            }
            let key = try string()
            if !keys.insert(key).inserted { throw failure("duplicate key \"\(key)\"", at: start) }
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else {
                throw failure("expected ':'")
            }
            position += 1
            members.append(JSON.Member(key, try value()))
            if try !another(closing: UInt8(ascii: "}")) { break }
        }
        return .object(members)
    }

    mutating func array() throws(JSONError) -> JSON {
        try enter()
        var values: [JSON] = []
        skipSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: "]") {
            position += 1
            depth -= 1
            return .array([])
        }
        while true {
            values.append(try value())
            if try !another(closing: UInt8(ascii: "]")) { break }
        }
        return .array(values)
    }

    /// Whether a comma follows; consumes it, or the closing bracket.
    mutating func another(closing: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        guard position < bytes.count else { throw failure("the document ends inside brackets") }
        defer { position += 1 }
        if bytes[position] == UInt8(ascii: ",") { return true }
        if bytes[position] == closing {
            depth -= 1
            return false
        }
        throw failure("expected ',' or a closing bracket")
    }

    mutating func string() throws(JSONError) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        while true {
            guard position < bytes.count else { throw failure("string without end", at: start) }
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw failure("string is not UTF-8", at: start)
                }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw failure("control byte in a string", at: position - 1)
            default: text.append(byte)
            }
        }
    }

    mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard position < bytes.count else { throw failure("string ends in an escape") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if (0xD800..<0xDC00).contains(code) {
                guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                    bytes[position + 1] == UInt8(ascii: "u")
                else { throw failure("half of a surrogate pair") }
                position += 2
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else { throw failure("half of a surrogate pair") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw failure("half of a surrogate pair") }
            text.append(contentsOf: String(Character(scalar)).utf8)
        default: throw failure("unknown escape", at: position - 1)
        }
    }

    mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.count,
                let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue
            else { throw failure("expected four hexadecimal digits") }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }

    mutating func number() throws(JSONError) -> JSON {
        let start = position
        func digit() -> Bool { position < bytes.count && (0x30...0x39).contains(bytes[position]) }
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
        let first = position
        while digit() { position += 1 }
        guard position > first else { throw failure("expected a value", at: start) }
        if bytes[first] == UInt8(ascii: "0"), position > first + 1 {
            throw failure("number with a leading zero", at: start)
        }
        var isInteger = true
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            guard digit() else { throw failure("expected a digit after '.'") }
            while digit() { position += 1 }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            if position < bytes.count, [0x2B, 0x2D].contains(bytes[position]) { position += 1 }
            guard digit() else { throw failure("expected a digit in the exponent") }
            while digit() { position += 1 }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw failure("number out of range", at: start) }
        return .number(value)
    }
}
