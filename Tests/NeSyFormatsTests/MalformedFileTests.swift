import NeSyFormats
import NeSyTensor
import Testing

/// One broken file, who reads it, and a part of the sentence that says what is wrong with it.
struct MalformedFile: Sendable, CustomTestStringConvertible {
    enum Reader: Sendable { case image, png, jpeg, pnm, mask, idx, npy, npz, safeTensors, csv, labelled, sparse, gzip }

    let name: String
    let reader: Reader
    let bytes: [UInt8]
    let reason: String

    init(_ name: String, _ reader: Reader, _ bytes: [UInt8], _ reason: String) {
        self.name = name
        self.reader = reader
        self.bytes = bytes
        self.reason = reason
    }

    init(_ name: String, _ reader: Reader, _ text: String, _ reason: String) {
        self.init(name, reader, Array(text.utf8), reason)
    }

    var testDescription: String { "\(reader): \(name)" }

    func read() throws(NeSyError) {
        switch reader {
        case .image: _ = try ImageCodec.decode(bytes)
        case .png: _ = try PNG.decode(bytes)
        case .jpeg: _ = try JPEG.decode(bytes)
        case .pnm: _ = try PNM.decode(bytes)
        case .mask: _ = try ImageCodec.decodeIdentifiers(bytes)
        case .idx: _ = try IDX.decode(bytes)
        case .npy: _ = try NPY.decode(bytes)
        case .npz: _ = try SampleFiles.arrays(bytes)
        case .safeTensors: _ = try SafeTensors.decode(bytes)
        case .csv: _ = try CSV.read(bytes)
        case .labelled: _ = try CSV.read(bytes, label: "label")
        case .sparse: _ = try SparseRows.decode(bytes)
        case .gzip: _ = try Gzip.decode(bytes)
        }
    }
}

@Suite struct MalformedFileTests {
    @Test(arguments: images + arrays + tables)
    func isRefusedForTheRightReason(_ file: MalformedFile) throws {
        do throws(NeSyError) {
            try file.read()
            Issue.record("accepted")
        } catch {
            #expect(error.kind == .badData)
            #expect(error.what.contains(file.reason), "\(error)")
            if file.reader != .mask { #expect(error.location != nil, "\(error)") }
        }
    }

    private typealias S = SampleFiles
    private static let header = S.pngHeader(4, 2, bits: 2, colour: 3)
    private static let grey = S.pngHeader(2, 2, bits: 8, colour: 0)
    private static let greyData = S.chunk("IDAT", S.zlibStored([0, 1, 2, 0, 3, 4]))

    static let images: [MalformedFile] = [
        .init("empty", .image, [UInt8](), "empty"),
        .init("text", .image, "hello", "no image"),
        .init("GIF", .image, "GIF89a...", "no image"),
        .init(
            "signature after a text transfer", .png, [0x89, 0x50, 0x4E, 0x47, 0x0A, 0x1A, 0x0A, 0], "wrong signature"),
        .init("signature alone", .png, S.pngSignature, "ends too early"),
        .init("no IHDR", .png, S.png(S.pngPalette, S.pngEnd), "wrong place"),
        .init("two IHDR", .png, S.png(grey, grey, greyData, S.pngEnd), "wrong place"),
        .init("short IHDR", .png, S.png(S.chunk("IHDR", [0, 0, 0, 1])), "wrong length of IHDR"),
        .init("width 0", .png, S.png(S.pngHeader(0, 2, bits: 8, colour: 0), greyData, S.pngEnd), "impossible extents"),
        .init("too large", .png, S.png(S.pngHeader(60000, 60000, bits: 8, colour: 0), greyData, S.pngEnd), "too large"),
        .init(
            "extents lie", .png, S.png(S.pngHeader(10000, 10000, bits: 8, colour: 0), greyData, S.pngEnd),
            "too few image data"),
        .init(
            "extents lie a little", .png, S.png(S.pngHeader(2, 3, bits: 8, colour: 0), greyData, S.pngEnd), "damaged"),
        .init("more rows than said", .png, S.png(S.pngHeader(2, 1, bits: 8, colour: 0), greyData, S.pngEnd), "damaged"),
        .init("colour type 5", .png, S.png(S.pngHeader(2, 2, bits: 8, colour: 5), greyData, S.pngEnd), "no such kind"),
        .init("RGB of 4 bits", .png, S.png(S.pngHeader(2, 2, bits: 4, colour: 2), greyData, S.pngEnd), "no such kind"),
        .init(
            "interlacing 2", .png, S.png(S.pngHeader(2, 2, bits: 8, colour: 0, interlacing: 2), greyData, S.pngEnd),
            "interlacing"),
        .init("palette missing", .png, S.png(header, S.pngData, S.pngEnd), "without palette"),
        .init(
            "palette too long", .png,
            S.png(header, S.chunk("PLTE", [UInt8](repeating: 1, count: 15)), S.pngData, S.pngEnd),
            "length of the palette"),
        .init(
            "palette of 4 bytes", .png, S.png(header, S.chunk("PLTE", [1, 2, 3, 4]), S.pngData, S.pngEnd),
            "length of the palette"),
        .init("palette twice", .png, S.png(header, S.pngPalette, S.pngPalette, S.pngData, S.pngEnd), "twice"),
        .init(
            "index outside the palette", .png, S.png(header, S.chunk("PLTE", [1, 2, 3, 4, 5, 6]), S.pngData, S.pngEnd),
            "palette"),
        .init(
            "id outside the palette", .mask, S.png(header, S.chunk("PLTE", [1, 2, 3, 4, 5, 6]), S.pngData, S.pngEnd),
            "palette"),
        .init("transparency of a wrong length", .png, S.png(grey, S.chunk("tRNS", [1]), greyData, S.pngEnd), "tRNS"),
        .init("no data", .png, S.png(grey, S.pngEnd), "no image data"),
        .init("no end", .png, S.png(grey, greyData), "ends too early"),
        .init("data in two places", .png, S.png(grey, greyData, S.chunk("tEXt", []), greyData, S.pngEnd), "two places"),
        .init(
            "unknown critical chunk", .png, S.png(grey, S.chunk("ABCD", []), greyData, S.pngEnd), "may not be skipped"),
        .init("checksum", .png, S.png(grey, greyData.dropLast() + [0], S.pngEnd), "is damaged"),
        .init("no zlib stream", .png, S.png(grey, S.chunk("IDAT", [1, 2, 3, 4, 5, 6, 7, 8]), S.pngEnd), "damaged"),
        .init("bytes after the end", .png, S.png(grey, greyData, S.pngEnd, [0]), "after the end"),
        .init(
            "chunk longer than the file", .png, S.png(grey, S.bigEndian(0x7FFF_FFFF) + Array("IDAT".utf8)),
            "ends inside the chunk"),
        .init("a mask in colour", .mask, S.progressiveJPEG, "one channel"),

        .init("marker alone", .jpeg, [0xFF, 0xD8], "too early"),
        .init("CMYK", .jpeg, S.cmykJPEG, "not RGB"),
        .init("no end marker", .jpeg, Array(S.greyJPEG.dropLast(2)), "too early"),
        .init("half", .jpeg, Array(S.progressiveJPEG.prefix(300)), "too early"),
        .init("arithmetic coding", .jpeg, S.greyJPEG.map { $0 == 0xC0 ? 0xC9 : $0 }, "arithmetic"),
        .init(
            "extents lie", .jpeg, Array(S.greyJPEG[..<94]) + [0x3A, 0x98, 0x2A, 0xF8] + Array(S.greyJPEG[98...]),
            "too few"),

        .init("bitmap", .pnm, "P4\n8 1\n\u{1}", "no kind of map"),
        .init("no width", .pnm, "P5\n", "no width"),
        .init("text as width", .pnm, "P5\nx 2\n255\n", "no width"),
        .init("too large", .pnm, "P5\n100000 100000\n255\n", "too large"),
        .init("extents lie", .pnm, "P5\n1000 1000\n255\nabc", "ends inside the image"),
        .init("maximum 0", .pnm, "P5\n1 1\n0\na", "maximum of 0"),
        .init("maximum too large", .pnm, "P5\n1 1\n65536\naaa", "maximum is too large"),
        .init(
            "sample above the maximum", .pnm, [0x50, 0x35, 10, 0x31, 0x20, 0x31, 10, 0x39, 10, 200], "above the maximum"
        ),
        .init("text sample above the maximum", .pnm, "P2 1 1 9 10", "sample is too large"),
        .init("bytes after the image", .pnm, "P5\n1 1\n255\nab", "after the end"),
        .init("too few samples", .pnm, "P3 2 1 255 1 2 3 4 5", "ends inside"),
    ]

    static let arrays: [MalformedFile] = [
        .init("empty", .idx, [UInt8](), "magic"),
        .init("wrong magic", .idx, [1, 0, 8, 1, 0, 0, 0, 0], "magic"),
        .init("unknown type", .idx, [0, 0, 0x0A, 1, 0, 0, 0, 0], "magic"),
        .init("rank 0", .idx, [0, 0, 8, 0, 1], "magic"),
        .init("length lies", .idx, [0, 0, 8, 1, 0, 0, 0, 9, 1, 2], "shorter than its header"),
        .init("product overflows", .idx, [0, 0, 8, 4] + [UInt8](repeating: 255, count: 16), "shorter than its header"),
        .init(
            "product overflows before a zero", .idx, [0, 0, 8, 4] + [UInt8](repeating: 255, count: 12) + [0, 0, 0, 0],
            "shorter than its header"),
        .init("bytes after the end", .idx, S.idx + [0], "after the end"),
        .init("gzip cut off", .idx, Array(IDX.encode(S.array, gzip: true).dropLast(5)), "too early"),
        .init("gzip bomb", .gzip, Gzip.encode([UInt8](repeating: 0, count: 1 << 25)), "more than is allowed"),
        .init("bytes after gzip", .gzip, Gzip.encode([1]) + [7], "after the end"),
        .init("not gzip", .gzip, "text", "no gzip"),

        .init("wrong signature", .npy, "NUMPY...........", "wrong signature"),
        .init("version 9", .npy, S.npy(header: "{}", [], version: 9), "unknown version"),
        .init("no dictionary", .npy, S.npy(header: "[1, 2]", []), "no dictionary"),
        .init(
            "pickled objects", .npy, S.npy(header: "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", [0]),
            "element type"),
        .init(
            "structure", .npy, S.npy(header: "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", [0]),
            "no dictionary"),
        .init("missing key", .npy, S.npy(header: "{'descr': '<f4', 'shape': (1,), }", [0, 0, 0, 0]), "key is missing"),
        .init(
            "doubled key", .npy,
            S.npy(header: "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", [0, 0, 0, 0]),
            "doubled key"),
        .init(
            "negative extent", .npy, S.npy(header: "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", []),
            "no tuple"),
        .init(
            "2^40 elements", .npy,
            S.npy(header: "{'descr': '<f8', 'fortran_order': False, 'shape': (1099511627776,), }", [0]),
            "shorter than its shape"),
        .init(
            "product overflows", .npy,
            S.npy(header: "{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999, 9999999999), }", [0]),
            "shorter than its shape"),
        .init(
            "extent overflows", .npy,
            S.npy(header: "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }", [0]),
            "does not fit"),
        .init("bytes after the end", .npy, S.npy + [0], "after the end"),
        .init("header of 4 GiB", .npy, [0x93] + Array("NUMPY".utf8) + [2, 0, 255, 255, 255, 255], "too long"),
        .init(
            "Boolean of 2", .npy, S.npy(header: "{'descr': '|b1', 'fortran_order': False, 'shape': (1,), }", [2]),
            "Boolean"),

        .init("no zip", .npz, "PKxx", "no directory"),
        .init("doubled member", .npz, S.zip([("a.npy", S.npy), ("a.npy", S.npy)]), "two members"),
        .init("member that is no array", .npz, S.zip([("a.txt", S.npy)]), "no array"),
        .init("wrong checksum", .npz, S.zip([("a.npy", S.npy)], crcOff: 1), "is damaged"),
        .init("wrong length", .npz, S.zip([("a.npy", S.npy)], sizeOff: 1), "another length"),
        .init("unknown method", .npz, S.zip([("a.npy", S.npy)], method: 12), "not read"),
        .init("encrypted", .npz, S.zip([("a.npy", S.npy)], flags: 1), "not read"),
        .init("not deflated after all", .npz, S.zip([("a.npy", S.npy)], method: 8), "compressed data"),
        .init(
            "more than the directory says", .npz,
            S.replacing(S.littleEndian(S.blank.count, bytes: 4), by: S.littleEndian(200, bytes: 4), in: S.packed),
            "another length"),
        .init("bytes after the end", .npz, S.npz + [0], "no directory"),
        .init(
            "bytes before the directory end", .npz, Array(S.npz.dropLast(22)) + [0] + Array(S.npz.suffix(22)),
            "directory"),
        .init(
            "bomb", .npz,
            NPZ.encode(["z": NumericArray([1 << 25], .uint8([UInt8](repeating: 0, count: 1 << 25)))], deflated: true),
            "more than is allowed"),

        .init("empty", .safeTensors, [UInt8](), "length of the header"),
        .init("header of 2^63", .safeTensors, [UInt8](repeating: 255, count: 16), "too long"),
        .init(
            "header longer than the file", .safeTensors, S.littleEndian(1000, bytes: 8) + [0x7B],
            "ends inside the header"),
        .init("empty header", .safeTensors, S.safeTensors(""), "begin with {"),
        .init("leading space", .safeTensors, S.safeTensors(" {}"), "begin with {"),
        .init("no JSON", .safeTensors, S.safeTensors("{x}"), "no JSON"),
        .init(
            "deep nesting", .safeTensors, S.safeTensors("{\"a\":" + String(repeating: "[", count: 100_000)), "no JSON"),
        .init(
            "doubled name", .safeTensors,
            S.safeTensors(
                #"{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"#
                    + #""a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#
            ), "no JSON"),
        .init("unknown key", .safeTensors, tensor(extra: ",\"x\":1"), "wrong keys"),
        .init(
            "missing key", .safeTensors, S.safeTensors("{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}", [0]), "wrong keys"),
        .init("unknown type", .safeTensors, tensor(type: "F8_E5M2"), "element type"),
        .init("negative extent", .safeTensors, tensor(shape: "[-1]"), "list of extents"),
        .init("fractional extent", .safeTensors, tensor(shape: "[1.5]"), "list of extents"),
        .init("overflowing shape", .safeTensors, tensor(shape: "[9000000000000000000,9]"), "does not fit"),
        .init("shape and offsets disagree", .safeTensors, tensor(shape: "[2]"), "does not fit"),
        .init("reversed offsets", .safeTensors, tensor(offsets: "[1,0]"), "no range"),
        .init("three offsets", .safeTensors, tensor(offsets: "[0,1,1]"), "no range"),
        .init("hole", .safeTensors, tensor(offsets: "[1,2]"), "hole"),
        .init(
            "overlap", .safeTensors,
            S.safeTensors(
                #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"#
                    + #""b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#,
                [0, 0, 0]), "overlap"),
        .init(
            "data cut off", .safeTensors,
            S.safeTensors("{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]}}", [0]),
            "ends inside the data"),
        .init("bytes after the end", .safeTensors, tensor() + [0], "no tensor owns"),
        .init("metadata that is no text", .safeTensors, S.safeTensors("{\"__metadata__\":{\"a\":1}}"), "no text"),
        .init("metadata that is no object", .safeTensors, S.safeTensors("{\"__metadata__\":[]}"), "no object"),
        .init(
            "checksum without tensor", .safeTensors,
            S.safeTensors("{\"__metadata__\":{\"nesy.crc32/a\":\"00000000\"}}"), "damaged"),
    ]

    private static func tensor(
        type: String = "U8", shape: String = "[1]", offsets: String = "[0,1]", extra: String = ""
    ) -> [UInt8] {
        S.safeTensors("{\"a\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)\(extra)}}", [7])
    }

    static let tables: [MalformedFile] = [
        .init("empty", .csv, "", "empty"),
        .init("mark alone", .csv, "\u{FEFF}", "empty"),
        .init("empty header", .csv, "\na,b\n", "header line is empty"),
        .init("header alone", .csv, "a,b\n", "no rows"),
        .init("empty lines alone", .csv, "a,b\n\n\n", "no rows"),
        .init("doubled name", .csv, "a,b,a\n1,2,3\n", "Two columns"),
        .init("short row", .csv, "a,b\n1,2\n3\n", "another number of cells"),
        .init("long row", .csv, "a,b\n1,2,3\n", "another number of cells"),
        .init("quote inside", .csv, "a,b\n1,x\"y\n", "quote inside"),
        .init("text after a quote", .csv, "a,b\n1,\"x\"y\n", "after the closing quote"),
        .init("open quote", .csv, "a,b\n1,\"x\n", "never closed"),
        .init("open quote in the header", .csv, "a,\"b\n1,2\n", "never closed"),
        .init("not UTF-8", .csv, [0x61, 0x0A, 0x78, 0xFF, 0x0A], "not UTF-8"),
        .init("name not UTF-8", .csv, [0xFF, 0x61, 0x0A, 0x78, 0x0A], "not UTF-8"),
        .init("UTF-16", .csv, [0xFF, 0xFE, 0x61, 0, 0x0A, 0], "UTF-16"),
        .init("compressed", .csv, Gzip.encode([1, 2, 3]), "compressed"),
        .init("carriage returns alone", .csv, "a,b\r1,2\r", "carriage return"),
        .init("no such label", .labelled, "a,Label\n1,2\n", "not in the table"),
        .init("empty label", .labelled, "a,label\n1,x\n1,\n", "no label"),
        .init("empty", .sparse, "", "no rows"),
        .init("words", .sparse, "1 2\n3 x\n", "no number"),
        .init("negative", .sparse, "1 -2\n", "no number"),
        .init("twice in a row", .sparse, "1 2 1\n", "twice"),
        .init("too large", .sparse, "1 99999999999999999999\n", "no number"),
    ]

    @Test func anErrorOfATableNamesTheLine() throws {
        let text = "a,b\n" + String(repeating: "1,\"x\ny\"\n", count: 3) + "1,2,3\n"
        let error = #expect(throws: NeSyError.self) { try CSV.read(Array(text.utf8)) }
        #expect(error?.location == "line 8")
        #expect(error?.expected == "2 cells")
        #expect(error?.found == "3 cells")
    }

    @Test func aMisspeltColumnIsSuggested() throws {
        let error = #expect(throws: NeSyError.self) {
            try CSV.read(Array("age,workclass\n1,2\n".utf8), label: "workclas")
        }
        #expect(error?.remedy == "did you mean \"workclass\"?")
        #expect(error?.expected == "one of: age, workclass")
    }
}
