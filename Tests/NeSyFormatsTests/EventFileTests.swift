import NeSyFormats
import Testing

@Suite struct EventFileTests {
    /// CRC-32C bit by bit, masked as the format asks.
    private func masked(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var sum: UInt32 = ~0
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0x82F6_3B78 : sum >> 1 }
        }
        return (~sum >> 15 | ~sum << 17) &+ 0xA282_EAD8
    }

    private func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }

    @Test func recordsCarryTheirLengthAndChecksums() throws {
        var file = EventFile(time: 1.5)
        file.add("loss", 0.25, step: 300, time: 2)
        let bytes = file.bytes
        var payloads: [[UInt8]] = []
        var position = 0
        while position < bytes.count {
            let length = number(bytes[position..<position + 8])
            #expect(number(bytes[position + 8..<position + 12]) == Int(masked(bytes[position..<position + 8])))
            let payload = bytes[position + 12..<position + 12 + length]
            let end = payload.endIndex
            #expect(number(bytes[end..<end + 4]) == Int(masked(payload)))
            payloads.append(Array(payload))
            position = end + 4
        }
        let version: [UInt8] = [9, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 16, 0, 26, 13] + Array("brain.Event:2".utf8)
        let scalar: [UInt8] =
            [9, 0, 0, 0, 0, 0, 0, 0, 0x40, 16, 0xAC, 2, 42, 13, 10, 11, 10, 4] + Array("loss".utf8) + [
                21, 0, 0, 0x80, 0x3E,
            ]
        #expect(payloads == [version, scalar])
    }
}
