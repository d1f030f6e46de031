/// Reads the event files of TensorBoard back, checking lengths and checksums, without the code that wrote them.
public struct EventRecords {
    public struct Value {
        public let step: Int
        public let tag: String
        /// Nil for an image.
        public let scalar: Float?
        /// Height, width, channels and the encoded bytes; nil for a scalar.
        public let image: (height: Int, width: Int, channels: Int, bytes: [UInt8])?
    }

    /// The version that the first record tells.
    public private(set) var version = ""
    public private(set) var values: [Value] = []
    /// Whether every length and checksum was right, to the last byte.
    public private(set) var isWhole = true
    /// What records hold as they stand.
    public private(set) var payloads: [[UInt8]] = []

    public init(_ bytes: [UInt8]) {
        var position = 0
        while position < bytes.count {
            guard position + 12 <= bytes.count else {
                isWhole = false
                return
            }
            let length = EventRecords.number(bytes[position..<position + 8])
            guard EventRecords.number(bytes[position + 8..<position + 12]) == masked(bytes[position..<position + 8]),
                length <= bytes.count - position - 16
            else {
                isWhole = false
                return
            }
            let payload = bytes[position + 12..<position + 12 + length]
            let end = payload.endIndex
            guard EventRecords.number(bytes[end..<end + 4]) == masked(payload) else {
                isWhole = false
                return
            }
            payloads.append(Array(payload))
            read(payload)
            position = end + 4
        }
    }

    public func steps(of tag: String) -> [Int] { values.filter { $0.tag == tag }.map(\.step) }

    private mutating func read(_ event: ArraySlice<UInt8>) {
        let fields = EventRecords.fields(event)
        let step = fields.first { $0.number == 2 }?.value ?? 0
        for field in fields {
            if field.number == 3 { version = String(decoding: field.content, as: UTF8.self) }
            guard field.number == 5 else { continue }
            for value in EventRecords.fields(field.content) where value.number == 1 {
                let parts = EventRecords.fields(value.content)
                let tag = parts.first { $0.number == 1 }.map { String(decoding: $0.content, as: UTF8.self) }
                let scalar = parts.first { $0.number == 2 }.map { Float(bitPattern: UInt32($0.value)) }
                let image = parts.first { $0.number == 4 }.map { EventRecords.fields($0.content) }
                values.append(
                    Value(
                        step: step, tag: tag ?? "", scalar: scalar,
                        image: image.map { fields in
                            let sizes = (1...3).map { number in fields.first { $0.number == number }?.value ?? 0 }
                            let encoded = fields.first { $0.number == 4 }?.content ?? []
                            return (sizes[0], sizes[1], sizes[2], Array(encoded))
                        }))
            }
        }
    }

    private struct Field {
        let number: Int
        var value = 0
        var content: ArraySlice<UInt8> = []
    }

    /// The fields of a message of a protocol buffer.
    private static func fields(_ message: ArraySlice<UInt8>) -> [Field] {
        var rest = message
        func variable() -> Int {
            var value = 0
            var shift = 0
            while let byte = rest.popFirst() {
                value |= Int(byte & 127) << shift
                shift += 7
                if byte < 128 { break }
            }
            return value
        }
        func fixed(_ count: Int) -> Int {
            defer { rest = rest.dropFirst(count) }
            return number(rest.prefix(count))
        }
        var fields: [Field] = []
        while !rest.isEmpty {
            let key = variable()
            var field = Field(number: key >> 3)
            switch key & 7 {
            case 0: field.value = variable()
            case 1: field.value = fixed(8)
            case 5: field.value = fixed(4)
            default:
                let count = variable()
                field.content = rest.prefix(count)
                rest = rest.dropFirst(count)
            }
            fields.append(field)
        }
        return fields
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// CRC-32C bit by bit, masked as the format asks.
    private func masked(_ bytes: ArraySlice<UInt8>) -> Int {
        var sum: UInt32 = ~0
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0x82F6_3B78 : sum >> 1 }
        }
        return Int((~sum >> 15 | ~sum << 17) &+ 0xA282_EAD8)
    }
}
