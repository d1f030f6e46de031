import NeSyFormats
import NeSyStorage
import NeSyTensor

/// Opens the masks of a source: recognises the format, reads the names of the concepts, and finds the mask of every
/// image. Pixels are read when they are asked for.
struct MaskReader {
    let source: MaskSource
    let fileSystem: FileSystem
    /// The folder or file without a slash at its end.
    let root: String

    init(_ source: MaskSource, _ fileSystem: FileSystem) {
        self.source = source
        self.fileSystem = fileSystem
        var root = source.path
        while root.count > 1 && root.hasSuffix("/") { root.removeLast() }
        self.root = root
    }

    func masks(of samples: [ImageDataset.Sample]) throws(NeSyError) -> ConceptMasks {
        switch try fileSystem.entry(root) {
        case nil:
            throw NeSyError(
                .missingInput, "There are no masks here.", at: source.path, expected: MaskReader.expected,
                remedy: "check the path for a typing error")
        case .directory?: return try openFolder(samples)
        case .file?, .other?:
            guard source.format ?? .coco == .coco, DatasetReader.stem(root).ending == "json" else {
                throw refuse("Masks are a folder or a JSON file of COCO.", found: root)
            }
            return try openInstances(root, samples)
        }
    }

    private static let expected =
        "a folder of NAME.png with concepts.csv or labelmap.txt beside them, of NAME_seg.png with objects.txt,"
        + " or a JSON file of COCO instances"

    private func refuse(_ what: String, found: String, remedy: String? = nil) -> NeSyError {
        NeSyError(.badData, what, at: root, expected: MaskReader.expected, found: found, remedy: remedy)
    }

    private func openFolder(_ samples: [ImageDataset.Sample]) throws(NeSyError) -> ConceptMasks {
        var paths: [String] = []
        var documents: [String] = []
        try fileSystem.visitFiles(below: root) { path in
            let ending = DatasetReader.stem(path).ending
            if MaskReader.endings.contains(ending) { paths.append(path) }
            if ending == "json" { documents.append(path) }
        }
        let format = if let given = source.format { given } else { try recognised(paths, documents) }
        switch format {
        case .coco:
            guard documents.count == 1 else {
                throw refuse(
                    "The JSON file of the instances is not plain.",
                    found: documents.isEmpty ? "no JSON file" : "\(documents.count) JSON files", remedy: "name the file"
                )
            }
            return try openInstances(root + "/" + documents[0], samples)
        case .index:
            let (concepts, coding) = try indexCoding()
            let suffix = MaskReader.firstAnnotation(paths) == nil ? "" : ADE20K.suffix
            return try files(paths, samples, suffix, concepts, coding)
        case .voc:
            let (concepts, coding) = try colourCoding()
            return try files(paths, samples, "", concepts, coding)
        case .ade20k:
            let (concepts, coding) = try classCoding(documents)
            return try files(paths, samples, ADE20K.suffix, concepts, coding)
        }
    }

    /// The endings of files without loss.
    private static let endings: Set = ["png", "pgm", "ppm", "pnm"]

    private func recognised(_ paths: [String], _ documents: [String]) throws(NeSyError) -> MaskSource.Format {
        // Ids in one channel may be called as ADE20K calls its colours.
        if let first = MaskReader.firstAnnotation(paths) { return try channels(first) == 1 ? .index : .ade20k }
        if try nameFile(["labelmap.txt"]) != nil { return .voc }
        if try nameFile(["concepts.csv"]) != nil { return .index }
        if paths.isEmpty && documents.count == 1 { return .coco }
        guard let first = paths.first else { throw refuse("There are no masks here.", found: "no PNG file") }
        if try channels(first) >= 3 { return .voc }
        throw refuse(
            "The ids of the masks have no names.", found: "grey images without concepts.csv",
            remedy: "write concepts.csv with the columns id and name into this folder or the one above it")
    }

    private static func firstAnnotation(_ paths: [String]) -> String? {
        paths.first { DatasetReader.stem($0).stem.hasSuffix(ADE20K.suffix) }
    }

    private func channels(_ path: String) throws(NeSyError) -> Int {
        try fileSystem.decode(root + "/" + path, limit: ImageFiles.sizeLimit) { (bytes) throws(NeSyError) in
            try ImageCodec.header(bytes).channels
        }
    }

    /// The first of these files in the folder of masks or the one above it.
    func nameFile(_ names: [String]) throws(NeSyError) -> String? {
        let folders = [root, DatasetReader.split(root).folder]
        return try fileSystem.firstFile(names.flatMap { name in folders.map { $0 + "/" + name } })
    }

    private func files(
        _ all: [String], _ samples: [ImageDataset.Sample], _ suffix: String, _ concepts: [String], _ coding: MaskCoding
    ) throws(NeSyError) -> ConceptMasks {
        var byStem: [String: String] = [:]
        for path in all {
            let stem = DatasetReader.stem(path).stem
            guard stem.hasSuffix(suffix) else { continue }
            if let other = byStem.updateValue(path, forKey: String(stem.dropLast(suffix.count))) {
                throw refuse("Two masks are of one name.", found: "\(other), \(path)", remedy: "remove one of them")
            }
        }
        let keys = byStem.keys.sorted()
        let files = ImageFiles(root: root, paths: keys.map { byStem[$0] ?? $0 }, fileSystem: fileSystem)
        let positions = try match(keys, samples)
        return ConceptMasks(
            concepts: concepts,
            storage: .files(MaskFiles(files: files, positions: positions, coding: coding, suffix: suffix + ".png")))
    }

    private func openInstances(_ path: String, _ samples: [ImageDataset.Sample]) throws(NeSyError) -> ConceptMasks {
        let json = try fileSystem.decodeJSON(path, limit: ImageFiles.sizeLimit)
        let contents: COCOReader
        do throws(NeSyError) { contents = try COCOReader(json) } catch { throw error.located(at: path) }
        let positions = try match(contents.images.map { NameMatching.stem($0.name) }, samples)
        return ConceptMasks(
            concepts: contents.concepts,
            storage: .instances(COCOInstances(path: path, images: contents.images, positions: positions)))
    }

    /// The key of every image by its position in its storage.
    /// - Throws: when no image finds its key.
    private func match(_ keys: [String], _ samples: [ImageDataset.Sample]) throws(NeSyError) -> [Int?] {
        let matches = NameMatching(keys: keys).positions(of: samples.map(\.name))
        if !samples.isEmpty && matches.allSatisfy({ $0 == nil }) {
            throw NeSyError(
                .badData, "No image has a mask here.", at: root,
                expected: "masks called as the images are, such as \(NameMatching.stem(samples[0].name))",
                found: keys.isEmpty ? "none" : keys.prefix(3).joined(separator: ", "),
                remedy: "Keep them in folders as the images are, or all in one folder where names are distinct.")
        }
        var positions = [Int?](repeating: nil, count: (samples.map(\.position).max() ?? -1) + 1)
        for (sample, match) in zip(samples, matches) { positions[sample.position] = match }
        return positions
    }
}
