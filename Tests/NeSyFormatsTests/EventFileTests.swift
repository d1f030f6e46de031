import NeSyFormats
import NeSyTestSupport
import Testing

@Suite struct EventFileTests {
    @Test func recordsCarryTheirLengthAndChecksums() throws {
        var file = EventFile(time: 1.5)
        file.add("loss", 0.25, step: 300, time: 2)
        let records = EventRecords(file.bytes)
        #expect(records.isWhole)
        let version: [UInt8] = [9, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 16, 0, 26, 13] + Array("brain.Event:2".utf8)
        let scalar: [UInt8] =
            [9, 0, 0, 0, 0, 0, 0, 0, 0x40, 16, 0xAC, 2, 42, 13, 10, 11, 10, 4] + Array("loss".utf8) + [
                21, 0, 0, 0x80, 0x3E,
            ]
        #expect(records.payloads == [version, scalar])
        #expect(!EventRecords(Array(file.bytes.dropLast())).isWhole)
        var damaged = file.bytes
        damaged[damaged.count - 7] ^= 1
        #expect(!EventRecords(damaged).isWhole)
    }

    @Test func imagesAreKeptAsPNG() throws {
        let image = RasterImage(width: 300, height: 2, channels: 3, (0..<1800).map { UInt8(truncatingIfNeeded: $0) })
        var file = EventFile(time: 0)
        try file.add("picture", image, step: 7, time: 1)
        let value = try #require(EventRecords(file.bytes).values.first)
        #expect(value.tag == "picture" && value.step == 7 && value.scalar == nil)
        let kept = try #require(value.image)
        #expect((kept.height, kept.width, kept.channels) == (2, 300, 3))
        #expect(try PNG.decode(kept.bytes) == image)
    }

    /// The parts that are taken make the whole file.
    @Test func takenRecordsFollowEachOther() {
        var (whole, parts) = (EventFile(time: 1), EventFile(time: 1))
        var taken: [UInt8] = []
        for step in 0..<5 {
            whole.add("loss", Float(step), step: step, time: 2)
            parts.add("loss", Float(step), step: step, time: 2)
            if step % 2 == 0 { taken += parts.takeBytes() }
        }
        #expect(taken == whole.bytes)
        #expect(parts.takeBytes().isEmpty)
        #expect(EventRecords(taken).version == "brain.Event:2")
    }
}
