import NeSyFormats
import NeSyTensor
import Testing

/// A small whole file of every binary format, cut off at every byte and with every bit flipped.
@Suite struct DamagedFileTests {
    static let whole: [MalformedFile] = [
        .init("palette", .png, SampleFiles.palettePNG, ""),
        .init("grey", .jpeg, SampleFiles.greyJPEG, ""),
        .init("progressive", .jpeg, SampleFiles.progressiveJPEG, ""),
        .init("grey", .pnm, "P5\n# made up\n3 2\n255\nabcdef", ""),
        .init("bytes", .idx, SampleFiles.idx, ""),
        .init("gzip", .idx, Gzip.encode(SampleFiles.idx), ""),
        .init("floats", .npy, SampleFiles.npy, ""),
        .init("two arrays", .npz, SampleFiles.npz, ""),
        .init("two tensors", .safeTensors, SampleFiles.safeTensors, ""),
    ]

    @Test(arguments: whole) func theWholeFileIsRead(_ file: MalformedFile) throws { try file.read() }

    @Test(arguments: whole) func everyTruncationIsAnError(_ file: MalformedFile) {
        for count in 0..<file.bytes.count {
            let part = MalformedFile(file.name, file.reader, Array(file.bytes.prefix(count)), "")
            do throws(NeSyError) {
                try part.read()
                Issue.record("accepted the first \(count) of \(file.bytes.count) bytes")
            } catch {
                #expect(error.kind == .badData)
            }
        }
    }

    /// Formats whose every bit is under a checksum: a flip must not go unseen.
    @Test(arguments: whole.filter { [.png, .npz].contains($0.reader) })
    func checkedFormatsRefuseOrReadTheSame(_ file: MalformedFile) throws {
        for bit in 0..<file.bytes.count * 8 {
            let flipped = MalformedFile(file.name, file.reader, DamagedFileTests.flipping(file.bytes, bit), "")
            do throws(NeSyError) {
                try flipped.read()
                // Flags, times and versions of a zip entry mean nothing to us.
                if file.reader == .png { Issue.record("accepted a flip of bit \(bit)") }
                if file.reader == .npz {
                    #expect(try SampleFiles.arrays(flipped.bytes).values.map(\.shape.rank).sorted() == [1, 2])
                }
            } catch {
                #expect(error.kind == .badData)
            }
        }
    }

    @Test func noFlipInOurSafetensorsChangesWhatIsRead() throws {
        let bytes = SampleFiles.safeTensors
        let original = try SafeTensors.decode(bytes)
        for bit in 0..<bytes.count * 8 {
            // The name of a checksum key is the one thing whose damage is only seen as another text.
            if let read = try? SafeTensors.decode(DamagedFileTests.flipping(bytes, bit)) {
                #expect(read.tensors == original.tensors, "bit \(bit)")
            }
        }
    }

    @Test(arguments: whole) func noFlipTraps(_ file: MalformedFile) {
        for bit in 0..<file.bytes.count * 8 {
            try? MalformedFile(file.name, file.reader, DamagedFileTests.flipping(file.bytes, bit), "").read()
        }
    }

    /// Several bytes replaced at once, in places drawn from a seed.
    @Test(arguments: whole) func noScatterTraps(_ file: MalformedFile) {
        var random = SplitMix64(seed: 7)
        for _ in 0..<2000 {
            var bytes = file.bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            try? MalformedFile(file.name, file.reader, bytes, "").read()
        }
    }

    @Test func noTextTrapsTheTableReaders() {
        var random = SplitMix64(seed: 11)
        let alphabet = Array("01a,;\"\n\r\t .?-e9\u{e9}".utf8) + [0, 0xFF]
        for _ in 0..<5000 {
            let count = Int.random(in: 0...60, using: &random)
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random)! }
            try? MalformedFile("", .csv, Array("a,b\n".utf8) + bytes, "").read()
            try? MalformedFile("", .csv, bytes, "").read()
            try? MalformedFile("", .sparse, bytes, "").read()
            try? MalformedFile("", .pnm, Array("P3 ".utf8) + bytes, "").read()
        }
    }

    private static func flipping(_ bytes: [UInt8], _ bit: Int) -> [UInt8] {
        var copy = bytes
        copy[bit >> 3] ^= 1 << UInt8(bit & 7)
        return copy
    }
}
