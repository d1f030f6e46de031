import NeSyData
import NeSyFormats
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

/// COCO instances: run lengths as the reference tools write them, polygons by the centres of pixels.
@Suite struct COCOMaskTests {
    /// A data set of images of these sizes, and a place for the instances.
    private final class Scenes {
        let folder = TemporaryFolder()
        let dataset: ImageDataset
        private let sizes: [(height: Int, width: Int)]

        init(_ sizes: [(height: Int, width: Int)]) throws {
            self.sizes = sizes
            var table = "file_name,label\n"
            for (number, size) in sizes.enumerated() {
                let image = RasterImage(
                    width: size.width, height: size.height, channels: 1,
                    [UInt8](repeating: 0, count: size.width * size.height))
                try SmallImages.write(folder, "data/\(number).png", PNG.encode(image))
                table += "\(number).png,\(number % 2)\n"
            }
            try SmallImages.write(folder, "data/metadata.csv", Array(table.utf8))
            var reader = DatasetReader()
            reader.holdout = 0
            dataset = try reader.open(folder("data")).dataset
        }

        /// - Parameter annotations: image and category from 0, and the segmentation.
        func masked(_ annotations: [(image: Int, category: Int, segmentation: String)]) throws -> ImageDataset {
            let images = sizes.enumerated().map {
                #"{"id": \#($0 + 10), "file_name": "train2017/\#($0).jpg", "height": \#($1.height), "#
                    + #""width": \#($1.width)}"#
            }
            let entries = annotations.map {
                #"{"image_id": \#($0.image + 10), "category_id": \#($0.category * 3), "#
                    + #""segmentation": \#($0.segmentation)}"#
            }
            let categories = ["sky", "sea", "bay"].enumerated().map { #"{"id": \#($0 * 3), "name": "\#($1)"}"# }
            return try masked(
                #"{"images": [\#(images.joined(separator: ", "))], "#
                    + #""annotations": [\#(entries.joined(separator: ", "))], "#
                    + #""categories": [\#(categories.joined(separator: ", "))]}"#)
        }

        func masked(_ text: String) throws -> ImageDataset {
            try SmallImages.write(folder, "instances.json", Array(text.utf8))
            return try dataset.masked(by: MaskSource(folder("instances.json")))
        }

        /// The name of the image that a sample of the sorted data set is.
        func number(_ index: Int) -> Int { Int(dataset.samples[index].name.prefix { $0 != "." }) ?? -1 }
    }

    /// A string that pycocotools 2 wrote, and the pixels it wrote it for.
    @Test func runLengthsOfTheReference() throws {
        let scenes = try Scenes([(5, 6), (40, 70)])
        let dataset = try scenes.masked([
            (0, 1, #"{"size": [5, 6], "counts": "222OO0000024NO0M1"}"#),
            (
                1, 2,
                #"{"size": [40, 70], "counts": "_d0;k04M2M4M2O0O2N2O0O2O00000000000000000001N101N2N101N3L3N3Lkn0"}"#
            ),
        ])
        #expect(dataset.masks?.concepts == ["sky", "sea", "bay"])
        let rows: [[Int32]] = [
            [0, 0, 1, 0, 1, 1], [0, 1, 0, 1, 0, 0], [1, 0, 1, 1, 1, 1], [1, 1, 0, 1, 1, 0], [0, 0, 0, 1, 1, 0],
        ]
        #expect(try dataset.mask(0)?.ids == rows.flatMap { $0.map { $0 == 1 ? 1 : -1 } })
        let disc = (0..<40 * 70).map { pixel -> Int32 in
            let (x, y) = (pixel % 70 - 30, pixel / 70 - 20)
            return x * x + y * y < 225 ? 2 : -1
        }
        #expect(try dataset.mask(1)?.ids == disc)
    }

    /// The string of run lengths, as `rleToString` of the reference makes it.
    private func compressed(_ runs: [Int]) -> String {
        var text = ""
        for (place, run) in runs.enumerated() {
            var value = place > 2 ? run - runs[place - 2] : run
            var more = true
            while more {
                var bits = value & 31
                value >>= 5
                more = bits & 16 == 0 ? value != 0 : value != -1
                if more { bits |= 32 }
                text.unicodeScalars.append(Unicode.Scalar(UInt8(bits + 48)))
            }
        }
        return text.replacing("\\", with: "\\\\")
    }

    /// Whatever pixels are written in either kind of run lengths are read back.
    @Test func runLengthsRoundTrip() throws {
        var random = SplitMix64(seed: 3)
        let sizes = (0..<40).map { _ in (height: 1 + Int(random.next() % 20), width: 1 + Int(random.next() % 90)) }
        let scenes = try Scenes(sizes)
        var pixels: [[Bool]] = []
        var annotations: [(image: Int, category: Int, segmentation: String)] = []
        for (number, size) in sizes.enumerated() {
            // From noise to long runs.
            let change = UInt64(1) << (random.next() % 7)
            var value = random.next() % 2 == 0
            var columns: [Bool] = []
            for _ in 0..<size.height * size.width {
                if random.next() % change == 0 { value.toggle() }
                columns.append(value)
            }
            var runs = [0]
            var isInside = false
            for pixel in columns {
                if pixel != isInside {
                    runs.append(0)
                    isInside = pixel
                }
                runs[runs.count - 1] += 1
            }
            let counts = number % 2 == 0 ? "\(runs)" : "\"\(compressed(runs))\""
            annotations.append((number, 1, #"{"size": [\#(size.height), \#(size.width)], "counts": \#(counts)}"#))
            pixels.append(columns)
        }
        let dataset = try scenes.masked(annotations)
        for index in 0..<dataset.count {
            let number = scenes.number(index)
            let (height, width) = sizes[number]
            let expected = (0..<height * width).map { pixel -> Int32 in
                pixels[number][pixel % width * height + pixel / width] ? 1 : -1
            }
            #expect(try dataset.mask(index)?.ids == expected)
        }
    }

    /// A rectangle with corners between pixels covers exactly the pixels in it, whichever way round it is written and
    /// however far it reaches beyond the image.
    @Test func rectanglesCoverTheirPixels() throws {
        var random = SplitMix64(seed: 5)
        let scenes = try Scenes([(height: Int, width: Int)](repeating: (9, 12), count: 60))
        var boxes: [(Int, Int, Int, Int)] = []
        let annotations = (0..<60).map { number in
            let (left, top) = (Int(random.next() % 16) - 3, Int(random.next() % 12) - 3)
            let (right, bottom) = (left + 1 + Int(random.next() % 14), top + 1 + Int(random.next() % 9))
            boxes.append((left, top, right, bottom))
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
            let turned = (0..<4).map { corners[($0 + number) % 4] }
            let ordered = number % 3 == 0 ? turned.reversed() : turned
            let text = ordered.map { "\($0.0).0, \($0.1)" }.joined(separator: ", ")
            return (image: number, category: 0, segmentation: "[[\(text)]]")
        }
        let dataset = try scenes.masked(annotations)
        for index in 0..<dataset.count {
            let (left, top, right, bottom) = boxes[scenes.number(index)]
            let expected = (0..<9 * 12).map { pixel -> Int32 in
                (left..<right).contains(pixel % 12) && (top..<bottom).contains(pixel / 12) ? 0 : -1
            }
            #expect(try dataset.mask(index)?.ids == expected)
        }
    }

    /// A quadrangle cut along its diagonal covers every pixel once.
    @Test func neighboursShareNoPixel() throws {
        var random = SplitMix64(seed: 9)
        func place(_ extent: UInt64) -> Double { Double(random.next() % (extent * 16)) / 16 }
        let scenes = try Scenes([(height: Int, width: Int)](repeating: (20, 30), count: 40))
        var annotations: [(image: Int, category: Int, segmentation: String)] = []
        for number in 0..<40 {
            // From the border to a corner inside: four triangles around it fill the image.
            let inside = (place(30), place(20))
            let corners = [(0.0, 0.0), (30.0, 0.0), (30.0, 20.0), (0.0, 20.0)]
            for side in 0..<4 {
                let triangle = [corners[side], corners[(side + 1) % 4], inside]
                let text = triangle.map { "\($0.0), \($0.1)" }.joined(separator: ", ")
                annotations.append((number, side % 2, "[[\(text)]]"))
            }
        }
        // Each triangle alone, then all of an image: the areas add up to the image.
        let all = try scenes.masked(annotations)
        for index in 0..<all.count { #expect(try all.mask(index)?.ids.contains(-1) == false) }
        var covered = [Int](repeating: 0, count: 40)
        for side in 0..<4 {
            let part = try scenes.masked(stride(from: side, to: 160, by: 4).map { annotations[$0] })
            for index in 0..<part.count {
                covered[scenes.number(index)] += try part.mask(index)?.ids.count { $0 >= 0 } ?? 0
            }
        }
        #expect(covered == [Int](repeating: 600, count: 40))
    }

    @Test func smallObjectsLieOnLargerOnes() throws {
        let scenes = try Scenes([(4, 4), (4, 4)])
        let large = "[[0, 0, 4, 0, 4, 3, 0, 3]]"
        let small = "[[1, 1, 3, 1, 3, 3, 1, 3]]"
        let twoParts = "[[0, 0, 1, 0, 1, 1, 0, 1], [2, 3, 4, 3, 4, 4, 2, 4]]"
        let dataset = try scenes.masked([(0, 1, small), (0, 0, large), (0, 2, twoParts), (1, 0, small), (1, 1, small)])
        #expect(try dataset.mask(0)?.ids == [2, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, -1, -1, 2, 2])
        #expect(try dataset.mask(1)?.ids.contains(0) == false)
    }

    @Test(arguments: [
        (#"{"size": [4, 4], "counts": [3, 14]}"#, "16 pixels"), (#"{"size": [4, 4], "counts": [3, 12]}"#, "15 pixels"),
        (#"{"size": [4, 4], "counts": [20, -4]}"#, "a length of 20"),
        (#"{"size": [4, 4], "counts": "\u007f"}"#, "damaged"),
        (#"{"size": [4, 4], "counts": "ooooooooooooooo"}"#, "damaged"),
        (#"{"size": [4, 4], "counts": [1.5]}"#, "damaged"),
        (#"{"size": [4, 5], "counts": [20]}"#, "another size"), (#"{"size": [4, 4]}"#, "no key counts"),
        (#"{"counts": [16]}"#, "no key size"), ("[[1, 2, 3, 4]]", "polygon"), ("[[1, 2, 3, 4, 5, 6, 7]]", "polygon"),
        (#"[[1, 2, 3, 4, 5, "x"]]"#, "polygon"), ("[[1, 2, 3, 4, 5, 1e300]]", "polygon"), ("null", "no mask"),
        ("[]", "no segmentation"),
    ])
    func damagedAreasAreRefused(_ segmentation: String, _ says: String) throws {
        let scenes = try Scenes([(4, 4), (4, 4)])
        let error = #expect(throws: NeSyError.self) { try scenes.masked([(1, 0, segmentation)]) }
        #expect(error?.kind == .badData)
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
        #expect(error?.location?.contains("instances.json") == true)
    }

    @Test func anImageIsListedOnce() throws {
        let scenes = try Scenes([(4, 4), (4, 4)])
        let images = [1, 2].map { #"{"id": \#($0), "file_name": "0.jpg", "height": 4, "width": 4}"# }
        let annotation =
            #""annotations": [{"image_id": 1, "category_id": 1, "segmentation": [[0, 0, 1, 0, 1, 1]]}]"#
        let error = #expect(throws: NeSyError.self) {
            try scenes.masked(
                #"{"images": [\#(images.joined(separator: ", "))], \#(annotation), "#
                    + #""categories": [{"id": 1, "name": "a"}]}"#
            )
        }
        #expect(error?.what == "An image is listed twice." && error?.found == "a second 0.jpg")
        #expect(error?.location?.hasSuffix("image 2") == true)
    }

    @Test(arguments: [
        ("[]", "images"), (#"{"images": 3}"#, "categories"), ("{", "no JSON"),
        (#"{"categories": [{"id": 1}], "images": [], "annotations": []}"#, "category 1"),
        (
            #"{"categories": [{"id": 1, "name": "a"}], "images": [{"id": 1, "file_name": "0", "height": 0, "#
                + #""width": 4}]}"#, "image 1"
        ),
        (
            #"{"categories": [{"id": 1, "name": "a"}], "images": [{"id": 1, "file_name": "0", "height": 9000000000, "#
                + #""width": 9000000000}]}"#, "size"
        ),
        (
            #"{"categories": [{"id": 1, "name": "a"}], "#
                + #""images": [{"id": 1, "file_name": "0", "height": 4, "width": 4}], "#
                + #""annotations": [{"id": 8, "image_id": 1, "category_id": 2}]}"#, "annotation 1 (id 8)"
        ),
        (
            #"{"categories": [{"id": 2, "name": "a"}], "#
                + #""images": [{"id": 1, "file_name": "0", "height": 4, "width": 4}], "#
                + #""annotations": [{"id": 8, "image_id": 7, "category_id": 2}]}"#, "an id of images"
        ),
    ])
    func damagedFilesAreRefused(_ text: String, _ says: String) throws {
        let scenes = try Scenes([(4, 4), (4, 4)])
        let error = #expect(throws: NeSyError.self) { try scenes.masked(text) }
        #expect(error?.kind == .badData)
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }

    @Test func otherSizesAndMissingImages() throws {
        let scenes = try Scenes([(4, 4), (4, 4)])
        let categories = #""categories": [{"id": 1, "name": "a"}]"#
        let annotation =
            #""annotations": [{"image_id": 1, "category_id": 1, "segmentation": [[0, 0, 1, 0, 1, 1]]}]"#
        let dataset = try scenes.masked(
            #"{"images": [{"id": 1, "file_name": "0.jpg", "height": 8, "width": 4}], \#(annotation), \#(categories)}"#)
        let size = #expect(throws: NeSyError.self) { try dataset.mask(0) }
        #expect(size?.expected?.contains("4 x 4") == true && size?.found == "4 x 8")
        let missing = #expect(throws: NeSyError.self) { try dataset.mask(1) }
        #expect(missing?.kind == .missingInput)
    }

    /// Every damaged byte of a file is an error or other masks, never a trap.
    @Test func damageIsHarmless() throws {
        let scenes = try Scenes([(5, 6), (4, 4)])
        _ = try scenes.masked([
            (0, 1, #"{"size": [5, 6], "counts": "222OO0000024NO0M1"}"#), (0, 0, "[[1, 1, 4.5, 2, 3, 4, 0, 3]]"),
            (1, 2, #"{"size": [4, 4], "counts": [3, 4, 9]}"#),
        ])
        let whole = try FileSystem.system.read(scenes.folder("instances.json"))
        var random = SplitMix64(seed: 11)
        let spice = Array("0159-.e\"[]{},:\\x".utf8)
        var opened = 0
        for _ in 0..<200 {
            var damaged = whole
            for _ in 0...random.next() % 3 {
                damaged[Int(random.next() % UInt64(whole.count))] = spice[Int(random.next() % UInt64(spice.count))]
            }
            do {
                let dataset = try scenes.masked(String(decoding: damaged, as: UTF8.self))
                opened += 1
                for index in 0..<2 { _ = try dataset.mask(index) }
            } catch let error as NeSyError {
                #expect(error.kind == .badData || error.kind == .missingInput)
            }
        }
        #expect(opened > 0)
    }
}
