import Foundation
import NeSyData
import NeSyFormats
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct DatasetReaderTests {
    private func names(_ prefix: String, _ count: Int) -> [String] { (0..<count).map { "\(prefix)/\($0).png" } }

    @Test func foldersOfClasses() throws {
        let folder = TemporaryFolder()
        try SmallImages.write(
            folder,
            names("cat", 10) + names("dog", 5) + [
                "dog/deep/er/9.PNG", ".hidden/1.png", "cat/.2.png", ".ipynb_checkpoints/3.png",
            ])
        try SmallImages.write(folder, "cat/notes.txt", [])
        let (dataset, summary) = try DatasetReader().open(folder.path + "/")
        #expect(dataset.classes == ["cat", "dog"])
        #expect(dataset.count == 16)
        #expect(dataset.samples.contains { $0.name == "dog/deep/er/9.PNG" && $0.label == 1 })
        #expect(summary.layout == .classFolders)
        #expect(summary.isHeldOut)
        #expect(summary.ignoredFiles == ["cat/notes.txt"])
        #expect(summary.counts == [[8, 5], [2, 1]])
        #expect(summary.description.contains("Found 16 images in 2 classes"))
        #expect(try dataset.size(0).width == 6)
    }

    /// Which images are held out depends on their names, not on what else is there.
    @Test func theHoldoutIsStable() throws {
        let folder = TemporaryFolder()
        try SmallImages.write(folder, names("a", 20) + names("b", 20))
        func tested() throws -> Set<String> {
            Set(try DatasetReader().open(folder.path).dataset[.test].samples.filter { $0.label == 0 }.map(\.name))
        }
        let before = try tested()
        #expect(before.count == 4)
        try SmallImages.write(folder, names("b/more", 30))
        #expect(try tested() == before)
        var reader = DatasetReader()
        reader.holdout = 0
        #expect(try reader.open(folder.path).dataset.splits == [.train])
    }

    @Test func foldersOfSplits() throws {
        let folder = TemporaryFolder()
        try SmallImages.write(
            folder,
            names("Training/a", 3) + names("Training/b", 2) + names("valid/a", 1) + names("valid/b", 1)
                + names("test/b", 4))
        let (dataset, summary) = try DatasetReader().open(folder.path)
        #expect(summary.layout == .splitFolders)
        #expect(!summary.isHeldOut)
        #expect(dataset.splits == [.train, .validation, .test])
        #expect(summary.counts == [[3, 2], [1, 1], [0, 4]])
        #expect(dataset[.test].samples.allSatisfy { $0.name.hasPrefix("test/b/") })
    }

    @Test func aClassMayBeCalledTrain() throws {
        let folder = TemporaryFolder()
        try SmallImages.write(folder, names("train", 3) + names("bus", 3))
        #expect(try DatasetReader().open(folder.path).dataset.classes == ["bus", "train"])
    }

    @Test(arguments: [",", ";", "\t"])
    func metadata(_ delimiter: String) throws {
        let folder = TemporaryFolder()
        try SmallImages.write(folder, ["x/1.png", "x/2.png", "3.png", "4.png"])
        let rows = [
            ["label", "file_name", "split"], ["b", "x/1.png", "train"], ["a", "4.png", "training"],
            ["a", "x/2.png", "test"],
            ["b", "3.png", "test"],
        ]
        let text = rows.map { $0.joined(separator: delimiter) + "\n" }.joined()
        try FileSystem.system.write(folder("metadata.csv"), text)
        for path in [folder.path, folder("metadata.csv")] {
            let (dataset, summary) = try DatasetReader().open(path)
            #expect(summary.layout == .metadata)
            #expect(dataset.samples.map(\.name) == ["3.png", "4.png", "x/1.png", "x/2.png"])
            #expect(dataset.labels == [1, 0, 1, 0])
            #expect(dataset.samples.map(\.split) == [.test, .train, .train, .test])
        }
    }

    @Test func anIndexWithMasks() throws {
        let folder = TemporaryFolder()
        try SmallImages.write(folder, ["images/a.png", "images/test/b.png", "images/c.png"])
        for name in ["a", "c", "test/b"] {
            let ids = [0] + [UInt8](repeating: name == "c" ? 2 : 1, count: 29)
            let mask = RasterImage(width: 6, height: 5, channels: 1, ids)
            try SmallImages.write(folder, "masks/\(name).png", PNG.encode(mask))
        }
        try FileSystem.system.write(folder("concepts.csv"), "id,name\n0,sky\n1,sea\n")
        try FileSystem.system.write(
            folder("index.csv"), "name,scene,my_split,other\na,x,train,1\nb,y,test,2\nc,y,train,3\n")
        let (dataset, summary) = try DatasetReader().open(folder.path)
        #expect(summary.layout == .index)
        #expect(dataset.samples.map(\.name) == ["a", "c", "test/b"])
        #expect(dataset.masks?.concepts == ["sky", "sea"])
        #expect(try dataset.mask(2)?.ids == [0] + [Int32](repeating: 1, count: 29))
        let error = #expect(throws: NeSyError.self) { try dataset.mask(1) }
        #expect(error?.location?.hasSuffix("masks/c.png, column 1, row 0") == true)
        var reader = DatasetReader()
        reader.labelColumn = "other"
        #expect(throws: NeSyError.self) { try reader.open(folder.path) }
    }

    private func images(_ shape: Shape) -> [UInt8] {
        IDX.encode(NumericArray(shape, .uint8((0..<shape.count).map { UInt8(truncatingIfNeeded: $0) })))
    }

    private func labels(_ values: [UInt8], gzip: Bool = false) -> [UInt8] {
        IDX.encode(NumericArray([values.count], .uint8(values)), gzip: gzip)
    }

    @Test func pairsOfIDXFiles() throws {
        let folder = TemporaryFolder()
        try SmallImages.write(folder, "train-images-idx4-ubyte", images([3, 2, 2, 3]))
        try SmallImages.write(folder, "train-labels-idx1-ubyte.gz", labels([7, 2, 7], gzip: true))
        try SmallImages.write(folder, "t10k-images.idx4-ubyte", images([1, 2, 2, 3]))
        try SmallImages.write(folder, "t10k-labels.idx1-ubyte", labels([2]))
        let (dataset, summary) = try DatasetReader().open(folder.path)
        #expect(summary.layout == .idx)
        #expect(dataset.classes == ["2", "7"])
        #expect(dataset.labels == [1, 0, 1, 0])
        #expect(try dataset[.train].image(1)[0, 0, 0] == 12)
        #expect(try dataset[.test].image(0)[0, 0, 0] == 0)
        try FileSystem.system.write(folder("classes.txt"), (0..<8).map { "name\($0)\n" }.joined())
        #expect(try DatasetReader().open(folder.path).dataset.classes == ["name2", "name7"])
    }

    @Test func onePairIsDivided() throws {
        let folder = TemporaryFolder()
        try SmallImages.write(folder, "images-idx3-ubyte", images([20, 2, 2]))
        try SmallImages.write(folder, "labels-idx1-ubyte", labels((0..<20).map { $0 % 2 }))
        let summary = try DatasetReader().open(folder.path).summary
        #expect(summary.isHeldOut)
        #expect(summary.counts == [[8, 8], [2, 2]])
    }

    @Test(arguments: [
        ["x_train", "y_train", "x_test", "y_test"], ["train_images", "train_labels", "test_images", "test_labels"],
    ])
    func archivesOfArrays(_ names: [String]) throws {
        let folder = TemporaryFolder()
        let arrays = [
            names[0]: NumericArray([2, 2, 2], .uint8(Array(0..<8))), names[1]: NumericArray([2, 1], .int64([4, 9])),
            names[2]: NumericArray([1, 2, 2], .uint8([9, 8, 7, 6])), names[3]: NumericArray([1], .int64([9])),
            "note": NumericArray([1], .float64([0])),
        ]
        // Of objects, which are not read, and need not be.
        let text = try #require(String(data: Data(NPZ.encode(arrays)), encoding: .isoLatin1))
        let (floats, objects) = ("'descr': '<f8'", "'descr': '|O8'")
        #expect(text.components(separatedBy: floats).count == 2)
        let bytes = text.replacingOccurrences(of: floats, with: objects).unicodeScalars.map { UInt8($0.value) }
        try SmallImages.write(folder, "set.npz", bytes)
        for path in [folder.path, folder("set.npz")] {
            let (dataset, summary) = try DatasetReader().open(path)
            #expect(summary.layout == .npz)
            #expect(dataset.classes == ["4", "9"])
            #expect(dataset[.test].labels == [1])
            #expect(try dataset[.test].image(0)[1, 0, 0] == 8)
        }
    }

    @Test func oneArrayIsDivided() throws {
        let folder = TemporaryFolder()
        let arrays = [
            "images": NumericArray([10, 1, 1, 3], .uint8([UInt8](repeating: 3, count: 30))),
            "labels": NumericArray([10], .int32((0..<10).map { $0 % 2 })),
        ]
        try SmallImages.write(folder, "set.npz", NPZ.encode(arrays))
        #expect(try DatasetReader().open(folder.path).summary.counts == [[4, 4], [1, 1]])
        try SmallImages.write(folder, "other.npz", NPZ.encode(["x_train": arrays["images"]!]))
        for path in [folder.path, folder("other.npz")] {
            #expect(throws: NeSyError.self) { try DatasetReader().open(path) }
        }
    }

    /// A folder that is no data set, and what the error must say.
    struct Bad: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let files: [(String, String)]
        let kind: NeSyError.Kind
        let says: String

        init(_ name: String, _ files: [(String, String)], _ kind: NeSyError.Kind = .badData, says: String) {
            testDescription = name
            self.files = files
            self.kind = kind
            self.says = says
        }
    }

    @Test(arguments: [
        Bad("nothing", [], says: "no image"),
        Bad("no image", [("a/x.txt", ""), ("b/y.txt", "")], says: "a"),
        Bad("only text", [("x.txt", "")], says: "DIR/CLASS/IMAGE"),
        Bad("loose images", [("1.png", "png"), ("2.png", "png")], says: "2 images and no folder"),
        Bad("one class", [("a/1.png", "png"), ("a/2.png", "png")], says: "only one class"),
        Bad("an empty class", [("a/1.png", "png"), ("b/x.txt", ""), ("c/1.png", "png")], says: "b"),
        Bad("no train", [("test/a/1.png", "png"), ("test/b/1.png", "png")], says: "the splits test"),
        Bad(
            "a class only tested", [("train/a/1.png", "png"), ("train/c/1.png", "png"), ("test/b/1.png", "png")],
            says: "class b"),
        Bad(
            "splits beside classes", [("train/a/1.png", "png"), ("train/b/1.png", "png"), ("other/1.png", "png")],
            says: "train beside other"),
        Bad(
            "a split twice", [("val/a/1.png", "png"), ("valid/a/1.png", "png"), ("train/a/1.png", "png")],
            says: "val, valid"),
        Bad("metadata without a label", [("metadata.csv", "file_name,kind\n1.png,a\n")], says: "label"),
        Bad("metadata with ragged rows", [("metadata.csv", "file_name,label\n1.png\n")], says: "metadata.csv"),
        Bad("metadata without rows", [("metadata.csv", "file_name,label\n")], says: "metadata.csv"),
        Bad(
            "metadata of a missing file", [("metadata.csv", "file_name,label\n1.png,a\n")], .missingInput, says: "1.png"
        ),
        Bad("metadata that leaves", [("metadata.csv", "file_name,label\n../1.png,a\n")], says: "../1.png"),
        Bad("metadata with a root", [("metadata.csv", "file_name,label\n/etc/passwd,a\n")], says: "/etc/passwd"),
        Bad(
            "metadata without a class", [("1.png", "png"), ("metadata.csv", "file_name,label\n1.png,\n")], says: "label"
        ),
        Bad(
            "metadata with a double", [("1.png", "png"), ("metadata.csv", "file_name,label\n1.png,a\n1.png,b\n")],
            says: "twice"),
        Bad("an index without images", [("index.csv", "name,class\na,b\n")], says: "images"),
        Bad(
            "an index of a missing image", [("index.csv", "name,class\na,b\n"), ("images/c.png", "png")], .missingInput,
            says: "images/a"),
        Bad(
            "an index without classes", [("index.csv", "name,x\na,b\n"), ("images/a.png", "png")],
            says: "class or scene"),
        Bad("an index that leaves", [("index.csv", "name,class\n../a,b\n"), ("images/a.png", "png")], says: "../a"),
        Bad(
            "an index with two splits",
            [("index.csv", "name,class,a_split,b_split\na,b,train,train\n"), ("images/a.png", "png")],
            says: "a_split, b_split"),
        Bad("IDX that is none", [("images-idx3-ubyte", "hello"), ("labels-idx1-ubyte", "x")], says: "images-idx3"),
        Bad("IDX without labels", [("train-images-idx3-ubyte", "hello")], says: "train-labels"),
    ])
    func badFoldersAreRefused(_ bad: Bad) throws {
        let folder = TemporaryFolder()
        for (name, content) in bad.files {
            let bytes = content == "png" ? try PNG.encode(SmallImages.image(1)) : Array(content.utf8)
            try SmallImages.write(folder, name, bytes)
        }
        let error = #expect(throws: NeSyError.self) { try DatasetReader().open(folder.path) }
        #expect(error?.kind == bad.kind)
        #expect(error?.description.contains(bad.says) == true, "\(error?.description ?? "")")
    }

    @Test func arraysThatDisagreeAreRefused() throws {
        let cases: [([UInt8], [UInt8])] = [
            (images([3, 2, 2]), labels([0, 1])), (images([3, 2]), labels([0, 1, 0])),
            (images([2, 2, 2, 5]), labels([0, 1])), (images([0, 2, 2]), labels([])),
            (images([2, 2, 2]), IDX.encode(NumericArray([2], .float32([0, 1])))),
            (images([2, 2, 2]), IDX.encode(NumericArray([2], .int8([0, -1])))),
            (IDX.encode(NumericArray([2, 1, 1], .float32([0, 1]))), labels([0, 1])),
            (Array(images([2, 2, 2]).dropLast()), labels([0, 1])), (images([2, 2, 2]), labels([1, 1])),
        ]
        for (images, labels) in cases {
            let folder = TemporaryFolder()
            try SmallImages.write(folder, "images-idx3-ubyte", images)
            try SmallImages.write(folder, "labels-idx1-ubyte", labels)
            let error = #expect(throws: NeSyError.self) { try DatasetReader().open(folder.path) }
            #expect(error?.kind == .badData)
        }
    }

    /// Images that are looked at, and not told apart.
    @Test func imagesOfOneClassOrNone() throws {
        var reader = DatasetReader()
        reader.holdout = 0
        reader.leastClasses = 1
        let folder = TemporaryFolder()
        try SmallImages.write(folder, names("class/a", 3) + ["flat/2.png", "flat/1.png", "flat/masks/1.png"])
        let one = try reader.open(folder("class"))
        #expect(one.dataset.classes == ["a"] && one.summary.layout == .classFolders)
        let none = try reader.open(folder("flat"))
        #expect(none.dataset.classes == ["images"] && none.summary.layout == .images)
        #expect(none.dataset.samples.map(\.name) == ["1.png", "2.png"] && none.summary.ignoredFiles == ["masks"])
        // Classes are read where there are some.
        try SmallImages.write(folder, names("class/b", 3) + ["class/readme.png"])
        #expect(try reader.open(folder("class")).dataset.classes == ["a", "b"])
        for name in ["class/a", "flat"] { #expect(throws: NeSyError.self) { try DatasetReader().open(folder(name)) } }
    }

    /// As ADE20K comes: beside every image its mask, and a folder of its objects.
    @Test func imagesBesideTheirMasks() throws {
        var reader = DatasetReader()
        reader.leastClasses = 1
        let folder = TemporaryFolder()
        for name in ["x", "y"] {
            try SmallImages.write(folder, ["\(name).jpg", "\(name)/instance_000.png"])
            let mask = RasterImage(width: 6, height: 5, channels: 3, [UInt8](repeating: 1, count: 90))
            try SmallImages.write(folder, "\(name)_seg.png", PNG.encode(mask))
        }
        try FileSystem.system.write(folder("concepts.csv"), "id,name\n1,sky\n")
        let dataset = try reader.open(folder.path).dataset
        #expect(dataset.samples.map(\.name) == ["x.jpg", "y.jpg"])
        #expect(dataset.masks != nil)
    }

    @Test func aPathWithoutDataIsMissingInput() throws {
        let error = #expect(throws: NeSyError.self) { try DatasetReader().open("/nowhere/at/all") }
        #expect(error?.kind == .missingInput)
        let folder = TemporaryFolder()
        try SmallImages.write(folder, ["1.png"])
        #expect(throws: NeSyError.self) { try DatasetReader().open(folder("1.png")) }
    }

    @Test func aFolderThatCannotBeListedIsSaid() throws {
        let folder = TemporaryFolder()
        try SmallImages.write(folder, names("a", 2) + names("b", 2))
        var reader = DatasetReader()
        reader.fileSystem = FileSystem { operation, path throws(StorageError) in
            if operation == .list && path.hasSuffix("/b") { throw StorageError(.list, path, .permissionDenied) }
        }
        let error = #expect(throws: NeSyError.self) { try reader.open(folder.path) }
        #expect(error?.kind == .missingInput)
        #expect(error?.location?.hasSuffix("/b") == true)
    }
}
