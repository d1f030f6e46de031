import NeSyFormats
import NeSyTensor
import Testing

@Suite struct RoundTripTests {
    @Test(arguments: [1, 2, 3, 4], [8, 16]) func png(_ channels: Int, _ bits: Int) throws {
        var random = SplitMix64(seed: 3)
        let count = 7 * 5 * channels
        let image = RasterImage(
            width: 7, height: 5, channels: channels,
            samples: bits == 8
                ? .eightBit((0..<count).map { _ in .random(in: 0...255, using: &random) })
                : .sixteenBit((0..<count).map { _ in .random(in: 0...65535, using: &random) }))
        let bytes = try PNG.encode(image)
        #expect(try PNG.decode(bytes) == image)
        #expect(try PNG.encode(image) == bytes)
        let header = try ImageCodec.header(bytes)
        #expect([header.width, header.height, header.channels, header.bitsPerSample] == [7, 5, channels, bits])
        if channels == 1 || channels == 3 { #expect(try ImageCodec.decode(PNM.encode(image)) == image) }
    }

    @Test(arguments: [1, 2, 3, 4], [(1, 1), (7, 5), (16, 16), (33, 18)])
    func jpegComesCloseToThePicture(_ channels: Int, _ size: (Int, Int)) throws {
        let (width, height) = size
        // A slope in every channel, so that a mix-up of channels or rows is far off.
        let samples = (0..<width * height * channels).map { index in
            let (x, y, channel) = (index / channels % width, index / channels / width, index % channels)
            return UInt8(min(255, 5 * x + 3 * y + 40 * channel))
        }
        let image = RasterImage(width: width, height: height, channels: channels, samples)
        let bytes = try JPEG.encode(image, quality: 95)
        #expect(try JPEG.encode(image, quality: 95) == bytes)
        let decoded = try JPEG.decode(bytes)
        let expected = channels < 3 ? image.grey : image.rgb
        #expect([decoded.width, decoded.height, decoded.channels] == [width, height, expected.channels])
        #expect(zip(decoded.integers, expected.integers).allSatisfy { abs($0 - $1) <= 12 })
        #expect(try JPEG.encode(image, quality: 5).count <= bytes.count)
    }

    @Test func paletteIndicesAreColoursOrIds() throws {
        let colours = try PNG.decode(SampleFiles.palettePNG)
        #expect(colours.channels == 3)
        #expect((0..<3).map { colours[2, 0, $0] } == [70, 80, 90])
        let ids = try ImageCodec.decodeIdentifiers(SampleFiles.palettePNG)
        #expect(ids.integers == [0, 1, 2, 0, 1, 1, 0, 2])
    }

    @Test func greyOfTwoBitsIsScaledOrIds() throws {
        let bytes = SampleFiles.png(
            SampleFiles.pngHeader(4, 2, bits: 2, colour: 0), SampleFiles.pngData, SampleFiles.pngEnd)
        #expect(try PNG.decode(bytes).integers == [0, 85, 170, 0, 85, 85, 0, 170])
        #expect(try PNG.decode(bytes, samples: .identifiers).integers == [0, 1, 2, 0, 1, 1, 0, 2])
    }

    @Test func textMapsAndSmallMaximaAreRead() throws {
        #expect(try PNM.decode(Array("P2 # c\n3 1\n4\n0 1 4\n".utf8)).integers == [0, 64, 255])
        #expect(try ImageCodec.decodeIdentifiers(Array("P2 3 1 4 0 1 4".utf8)).integers == [0, 1, 4])
        #expect(try PNM.decode(Array("P3 1 1 65535 1 2 65535".utf8)).samples == .sixteenBit([1, 2, 65535]))
    }

    static let arrays: [NumericArray] = [
        NumericArray([2, 3], .uint8([0, 1, 2, 253, 254, 255])), NumericArray([2], .int8([-128, 127])),
        NumericArray([2, 1], .int16([-32768, 32767])), NumericArray([1, 1, 2], .int32([.min, .max])),
        NumericArray([2], .float32([1.5, -.infinity])), NumericArray([2], .float64([.pi, .leastNonzeroMagnitude])),
        NumericArray([2], .int64([.min, .max])), NumericArray([2], .bool([true, false])),
        NumericArray([0, 3], .float32([])), NumericArray([], .float32([4])),
    ]

    @Test(arguments: arrays) func numpyAndSafetensors(_ array: NumericArray) throws {
        #expect(try NPY.decode(NPY.encode(array)) == array)
        for deflated in [false, true] {
            #expect(
                try SampleFiles.arrays(NPZ.encode(["x": array, "y": array], deflated: deflated))
                    == ["x": array, "y": array])
        }
        let file = SafeTensors(tensors: ["x": array], metadata: ["k": "\u{1}é\""])
        #expect(try SafeTensors.decode(file.encode()) == file)
    }

    @Test(arguments: arrays.prefix(6), [false, true]) func idx(_ array: NumericArray, _ gzip: Bool) throws {
        #expect(try IDX.decode(IDX.encode(array, gzip: gzip)) == array)
    }

    @Test func gzipMembersFollowEachOther() throws {
        #expect(try Gzip.decode(Gzip.encode([1, 2]) + Gzip.encode([]) + Gzip.encode([3])) == [1, 2, 3])
    }

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("a\r\nb", "\"a\r\nb\""), ("\"\u{301}", "\"\"\"\u{301}\""),
        ("a;b", "a;b"),
    ])
    func fieldsAreQuotedByBytes(cell: String, field: String) {
        #expect(CSVField.quoted(cell).utf8.elementsEqual(field.utf8))
    }

    @Test func tables() throws {
        let cells: [TableColumn.Cell] = [.number(1), .number(0.1), .number(-1e300), .string("?"), .string("")]
        let texts: [TableColumn.Cell] = ["a,b", "say \"hi\"", "two\nlines", "cr\r", " spaced "].map { .string($0) }
        var bits = BitColumn(rows: 5)
        bits[1] = true
        let table = Table(
            rowCount: 5,
            columns: [
                TableColumn(name: "n", isNumeric: true, cells: cells),
                TableColumn(name: "t,\"x\"", isNumeric: false, cells: texts),
                TableColumn(name: "b", bits: bits),
            ])
        let labels = Labels(names: ["x", "y", "x", "z", "y"])
        for delimiter in CSV.Delimiter.allCases {
            let bytes = CSV.write(table, labels: labels, delimiter: delimiter)
            let read = try CSV.read(bytes, label: "label", delimiter: delimiter)
            #expect(read.table == table)
            #expect(read.labels == labels)
        }
    }

    @Test func sparseRowsBecomeBits() throws {
        let rows = try SparseRows.decode(Gzip.encode(Array("7 3\r\n\n10 3 \n".utf8)))
        #expect(rows.items == [3, 7, 10])
        #expect(rows.rowCount == 3)
        let matrix = try rows.bitMatrix()
        #expect(
            (0..<3).map { row in (0..<3).map { matrix[row, $0] } } == [
                [true, true, false], [false, false, false], [true, false, true],
            ])
    }
}
