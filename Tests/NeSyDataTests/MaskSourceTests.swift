import NeSyData
import NeSyFormats
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

/// Masks in every format, written small.
@Suite struct MaskSourceTests {
    /// Two classes of one image of 3 x 2 pixels each: `cat/1.png`, `dog/2.png`.
    private func images() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        for (number, name) in ["data/cat/1.png", "data/dog/2.png"].enumerated() {
            try SmallImages.write(folder, name, PNG.encode(SmallImages.image(number, width: 3, height: 2)))
        }
        return folder
    }

    private func grey(_ ids: [UInt8], width: Int = 3) throws -> [UInt8] {
        try PNG.encode(RasterImage(width: width, height: ids.count / width, channels: 1, ids))
    }

    private func colours(_ pixels: [[UInt8]], channels: Int = 3) throws -> [UInt8] {
        try PNG.encode(RasterImage(width: 3, height: 2, channels: channels, pixels.flatMap(\.self)))
    }

    private func open(_ folder: TemporaryFolder, _ source: String, _ format: MaskSource.Format? = nil) throws
        -> ImageDataset
    {
        var reader = DatasetReader()
        reader.holdout = 0
        reader.masks = MaskSource(folder(source), format: format)
        return try reader.open(folder("data")).dataset
    }

    private func write(_ folder: TemporaryFolder, _ name: String, _ text: String) throws {
        try SmallImages.write(folder, name, Array(text.utf8))
    }

    @Test func identifiersMayHaveGaps() throws {
        let folder = try images()
        try write(folder, "masks/concepts.csv", "name,id\nsea,700\nsky,3\nocean,9\nsea,8\n")
        let wide = RasterImage(width: 3, height: 2, channels: 1, samples: .sixteenBit([700, 3, 8, 0, 65535, 9]))
        try SmallImages.write(folder, "masks/1.png", PNG.encode(wide))
        try SmallImages.write(folder, "masks/deep/dog/2.png", grey([0, 255, 3, 8, 9, 9]))
        let dataset = try open(folder, "masks")
        #expect(dataset.masks?.concepts == ["sky", "sea", "ocean"])
        #expect(try dataset.mask(0)?.ids == [1, 0, 1, -1, -1, 2])
        #expect(try dataset.mask(1)?.ids == [-1, -1, 0, 1, 2, 2])
        let part = dataset.filtered { $0.name.hasPrefix("dog") }
        #expect(try part.mask(0)?.ids == [-1, -1, 0, 1, 2, 2])
    }

    /// Two classes may use a name; only whole paths tell then.
    @Test func pathsTellEqualNames() throws {
        let folder = TemporaryFolder()
        for name in ["data/cat/1.png", "data/dog/1.png"] {
            try SmallImages.write(folder, name, PNG.encode(SmallImages.image(1, width: 3, height: 2)))
        }
        try write(folder, "concepts.csv", "id,name\n1,sky\n2,sea\n")
        try SmallImages.write(folder, "masks/cat/1.png", grey([1, 1, 1, 1, 1, 1]))
        try SmallImages.write(folder, "masks/dog/1.png", grey([2, 2, 2, 2, 2, 2]))
        #expect(try open(folder, "masks").mask(1)?.ids == [1, 1, 1, 1, 1, 1])
        try SmallImages.write(folder, "others/1.png", grey([1, 1, 1, 1, 1, 1]))
        #expect(throws: NeSyError.self) { try open(folder, "others") }
    }

    /// A mask of the same number in another folder is another image's.
    @Test func othersMasksAreNotTaken() throws {
        let folder = TemporaryFolder()
        let names = ["train/cat/1", "train/dog/2", "test/cat/3", "test/dog/4"]
        for name in names {
            try SmallImages.write(folder, "data/\(name).png", PNG.encode(SmallImages.image(1, width: 3, height: 2)))
        }
        try write(folder, "concepts.csv", "id,name\n1,sky\n")
        // Class folders rotated; the other split alone; below another folder.
        for name in ["dog/1", "cat/2", "test/cat/3", "val/dog/4"] {
            try SmallImages.write(folder, "masks/\(name).png", grey([1, 1, 1, 1, 1, 1]))
        }
        let dataset = try open(folder, "masks")
        for (index, sample) in dataset.samples.enumerated() {
            if sample.name == "test/cat/3.png" {
                #expect(try dataset.mask(index) != nil)
            } else {
                let error = #expect(throws: NeSyError.self) { try dataset.mask(index) }
                #expect(error?.what == "An image has no mask.")
            }
        }
    }

    @Test func classesInRedAndGreen() throws {
        let folder = try images()
        // Class 1: green 1. Class 258: red 10, green 2. Blue tells objects apart.
        let pixels: [[UInt8]] = [[0, 1, 7], [0, 1, 9], [10, 2, 1], [0, 0, 0], [19, 2, 0], [0, 2, 3]]
        try SmallImages.write(folder, "ade/1_seg.png", colours(pixels))
        try SmallImages.write(folder, "ade/2_seg.png", colours(pixels))
        try SmallImages.write(folder, "ade/2_parts_1.png", colours(pixels))
        let names = ["wall", "plant, flora"] + (3..<258).map { "c\($0)" } + ["plant, works"]
        try write(folder, "objects.txt", names.joined(separator: "\n") + "\n")
        let dataset = try open(folder, "ade")
        #expect(dataset.masks?.concepts.count == 258)
        #expect(dataset.masks?.concepts[0] == "wall")
        #expect(dataset.masks?.concepts[257] == "plant, works")
        #expect(try dataset.mask(0)?.ids == [0, 0, 257, -1, 257, 1])
    }

    /// Ids may be called as ADE20K calls its colours, beside the images or in a folder.
    @Test(arguments: [nil, MaskSource.Format.index])
    func identifiersBehindTheNamesOfImages(_ format: MaskSource.Format?) throws {
        let folder = try images()
        try write(folder, "concepts.csv", "id,name\n1,sky\n2,sea\n")
        for place in ["masks", "data"] {
            try SmallImages.write(folder, "\(place)/cat/1_seg.png", grey([1, 1, 1, 1, 1, 2]))
            try SmallImages.write(folder, "\(place)/dog/2_seg.png", grey([2, 2, 2, 2, 2, 2]))
        }
        #expect(try open(folder, "masks", format).mask(0)?.ids == [0, 0, 0, 0, 0, 1])
        var reader = DatasetReader()
        reader.holdout = 0
        try write(folder, "data/concepts.csv", "id,name\n1,sky\n2,sea\n")
        #expect(try reader.open(folder("data")).dataset.mask(1)?.ids == [1, 1, 1, 1, 1, 1])
        let error = #expect(throws: NeSyError.self) { try open(folder, "masks", .ade20k).mask(0) }
        #expect(error?.remedy?.contains("--mask-format index") == true)
    }

    @Test func namesFromTheEditionOf2021() throws {
        let folder = try images()
        let mask = try colours([[0, 5, 1], [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 7, 2]])
        for name in ["1", "2"] { try SmallImages.write(folder, "ade/\(name)_seg.png", mask) }
        let json = #"{"annotation": {"object": [{"name": "sky", "name_ndx": 7}, {"name": "caf"#
        let bytes = Array(json.utf8) + [0xE9] + Array(#", bar", "name_ndx": 5}]}}"#.utf8)
        try SmallImages.write(folder, "ade/1.json", bytes)
        let dataset = try open(folder, "ade")
        #expect(dataset.masks?.concepts == ["café", "sky"])
        #expect(try dataset.mask(1)?.ids == [0, -1, -1, -1, -1, 1])
        try write(folder, "ade/2.json", #"{"annotation": {"object": [{"name": "sea", "name_ndx": 7}]}}"#)
        #expect(throws: NeSyError.self) { try open(folder, "ade") }
    }

    /// ADE20K keeps masks beside images: they are no images, and masks where their classes have names.
    @Test func annotationsBesideImages() throws {
        let folder = try images()
        let mask = try colours([[UInt8]](repeating: [0, 1, 0], count: 6))
        for name in ["cat/1", "dog/2"] {
            for tail in ["_seg.png", "_parts_1.png", "/instance_000.png"] {
                try SmallImages.write(folder, "data/\(name)\(tail)", mask)
            }
        }
        var reader = DatasetReader()
        reader.holdout = 0
        var (dataset, summary) = try reader.open(folder("data"))
        #expect(dataset.samples.map(\.name) == ["cat/1.png", "dog/2.png"])
        #expect(summary.ignoredFiles.count == 6)
        #expect(dataset.masks == nil)
        try write(folder, "data/objects.txt", "sky\n")
        (dataset, summary) = try reader.open(folder("data"))
        #expect(try dataset.mask(1)?.ids == [0, 0, 0, 0, 0, 0])
    }

    @Test func standardColoursOfPascalVOC() throws {
        let folder = try images()
        let black: [UInt8] = [0, 0, 0]
        let pixels: [[UInt8]] = [black, [128, 0, 0], [0, 128, 0], [192, 128, 128], [0, 64, 128], [224, 224, 192]]
        try SmallImages.write(folder, "voc/1.png", colours(pixels))
        try SmallImages.write(folder, "voc/2.png", colours(pixels.map { $0 + [255] }, channels: 4))
        let dataset = try open(folder, "voc")
        let concepts = try #require(dataset.masks?.concepts)
        #expect(concepts.count == 21)
        let ids = try #require(try dataset.mask(1)?.ids)
        #expect(try dataset.mask(0)?.ids == ids)
        let names = ids.map { $0 < 0 ? "" : concepts[Int($0)] }
        #expect(names == ["background", "aeroplane", "bicycle", "person", "tvmonitor", ""])
    }

    @Test func aLabelMapNamesColours() throws {
        let folder = try images()
        try write(
            folder, "voc/labelmap.txt", "# label:color_rgb:parts:actions\nsky:1,2,3::\r\n\nsea: 4, 5, 6\nbay:0,0,9::\n")
        let pixels: [[UInt8]] = [[1, 2, 3], [4, 5, 6], [0, 0, 9], [1, 2, 3], [1, 2, 3], [4, 5, 6]]
        for name in ["1", "2"] { try SmallImages.write(folder, "voc/\(name).png", colours(pixels)) }
        let dataset = try open(folder, "voc")
        #expect(dataset.masks?.concepts == ["sky", "sea", "bay"])
        #expect(try dataset.mask(0)?.ids == [0, 1, 2, 0, 0, 1])
    }

    /// A folder of masks that is wrong, and what the error must say.
    struct Bad: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var files: [(String, String)] = []
        var source = "masks"
        var format: MaskSource.Format?
        var ids: [UInt8]?
        var width = 3
        var kind = NeSyError.Kind.badData
        let says: [String]
    }

    private static let names = ("concepts.csv", "id,name\n1,sky\n")

    @Test(arguments: [
        Bad(testDescription: "nothing there", source: "none", kind: .missingInput, says: ["none"]),
        Bad(testDescription: "an empty folder", files: [("masks/x.txt", "")], says: ["concepts.csv"]),
        Bad(testDescription: "no names", ids: [1, 1, 1, 1, 1, 1], says: ["concepts.csv", "grey"]),
        Bad(
            testDescription: "no names, format given", format: .index, ids: [1, 1, 1, 1, 1, 1], kind: .missingInput,
            says: ["concepts.csv"]),
        Bad(
            testDescription: "an id without a name", files: [names], ids: [1, 1, 1, 1, 2, 1],
            says: ["masks/1.png, column 1, row 1", "the id 2", "concepts.csv"]),
        Bad(
            testDescription: "another size", files: [names], ids: [1, 1, 1, 1], width: 2,
            says: ["masks/1.png", "3 x 2", "2 x 2", "cat/1.png"]),
        Bad(testDescription: "an id twice", files: [("concepts.csv", "id,name\n1,a\n1,b\n")], says: ["twice"]),
        Bad(testDescription: "no such id", files: [("concepts.csv", "id,name\n70000,a\n")], says: ["70000"]),
        Bad(testDescription: "a word as id", files: [("concepts.csv", "id,name\nx,a\n")], says: ["line 2", "x"]),
        Bad(testDescription: "no name", files: [("concepts.csv", "id,name\n2,a\n1,\n")], says: ["no name", "line 3"]),
        Bad(testDescription: "a comma as name", files: [("concepts.csv", "id,name\n1,\",\"\n")], says: ["no name"]),
        Bad(
            testDescription: "a name that colours the terminal",
            files: [("concepts.csv", "id,name\n1,\u{1b}[31mred\n")],
            says: ["control", "\\u{1B}"]),
        Bad(testDescription: "no column", files: [("concepts.csv", "id,word\n1,a\n")], says: ["name", "word"]),
        Bad(
            testDescription: "a label map without colours", files: [("masks/labelmap.txt", "sky:1,2\n")],
            says: ["line 1", "sky:1,2"]),
        Bad(
            testDescription: "too bright", files: [("masks/labelmap.txt", "sky:1,2,256\n")], says: ["line 1", "256"]),
        Bad(
            testDescription: "a damaged mask", files: [names, ("masks/1.png", "hello")], says: ["masks/1.png"]),
        Bad(
            testDescription: "grey where colours should be", format: .voc, ids: [1, 1, 1, 1, 1, 1],
            says: ["masks/1.png", "RGB"]),
        Bad(
            testDescription: "two of one name", files: [names, ("masks/1.ppm", "P6")], ids: [],
            says: ["1.png", "1.ppm"]),
        Bad(testDescription: "a file of another kind", files: [("masks", "x")], says: ["COCO"]),
        Bad(testDescription: "no instances", format: .coco, ids: [], says: ["no JSON file"]),
    ])
    func badMasksAreRefused(_ bad: Bad) throws {
        let folder = try images()
        for (name, text) in bad.files { try write(folder, name, text) }
        if let ids = bad.ids {
            let samples = ids.isEmpty ? [1, 1, 1, 1, 1, 1] : ids
            for name in ["1", "2"] {
                try SmallImages.write(folder, "masks/\(name).png", grey(samples, width: bad.width))
            }
        } else if bad.files.first?.0 != "masks" {
            try SmallImages.write(folder, "masks/2.png", grey([1, 1, 1, 1, 1, 1]))
        }
        let error = #expect(throws: NeSyError.self) { _ = try open(folder, bad.source, bad.format).mask(0) }
        #expect(error?.kind == bad.kind)
        for words in bad.says {
            #expect(error?.description.contains(words) == true, "\(words) in: \(error?.description ?? "")")
        }
    }

    @Test func anImageWithoutMaskIsSaid() throws {
        let folder = try images()
        try write(folder, "concepts.csv", "id,name\n1,sky\n")
        try SmallImages.write(folder, "masks/2.png", grey([1, 1, 1, 1, 1, 1]))
        let dataset = try open(folder, "masks")
        #expect(try dataset.mask(1)?.ids == [0, 0, 0, 0, 0, 0])
        let error = #expect(throws: NeSyError.self) { try dataset.mask(0) }
        #expect(error?.kind == .missingInput)
        #expect(error?.found?.contains("cat/1.png") == true)
        #expect(error?.expected == "a file cat/1.png")
        try SmallImages.write(folder, "other/9.png", grey([1, 1, 1, 1, 1, 1]))
        let none = #expect(throws: NeSyError.self) { try open(folder, "other") }
        #expect(none?.what == "No image has a mask here.")
    }

    /// Every single damaged byte of a mask is an error or another mask, never a trap.
    @Test(arguments: [MaskSource.Format.index, .voc, .ade20k])
    func damageIsHarmless(_ format: MaskSource.Format) throws {
        let folder = try images()
        let name = format == .ade20k ? "masks/1_seg.png" : "masks/1.png"
        let bytes =
            format == .index ? try grey([1, 1, 1, 1, 1, 1]) : try colours([[UInt8]](repeating: [0, 1, 0], count: 6))
        try write(folder, "concepts.csv", "id,name\n1,sky\n")
        try write(folder, "labelmap.txt", "sky:0,1,0\n")
        var random = SplitMix64(seed: 7)
        try SmallImages.write(folder, name, bytes)
        let dataset = try open(folder, "masks", format)
        for _ in 0..<200 {
            var damaged = bytes
            damaged[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            if random.next() % 4 == 0 { damaged.removeLast(Int(random.next() % UInt64(bytes.count))) }
            try SmallImages.write(folder, name, damaged)
            do throws(NeSyError) {
                let mask = try dataset.mask(0)
                #expect(mask?.ids.count == 6)
            } catch {
                #expect(error.location?.contains(name) == true)
            }
        }
    }
}
