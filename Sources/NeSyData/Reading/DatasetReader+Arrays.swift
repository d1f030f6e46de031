import NeSyFormats
import NeSyStorage
import NeSyTensor

extension DatasetReader {
    /// Images and their labels as arrays, with what to call them in errors.
    struct ArrayPair {
        let split: DataSplit?
        let images: NumericArray
        let labels: NumericArray
        let imagesName: String
        let labelsName: String
    }

    /// Pairs of `*images*idx*` and `*labels*idx*` files.
    func openIDX(
        _ root: String, _ names: [String]
    ) throws(NeSyError) -> (dataset: ImageDataset, summary: DatasetSummary) {
        var pairs: [ArrayPair] = []
        for name in names {
            guard let images = IDXName(name), images.holds == .images else { continue }
            let partners = names.filter { other in
                IDXName(other).map { $0.holds == .labels && $0.prefix == images.prefix } ?? false
            }
            guard partners.count == 1 else {
                throw NeSyError(
                    .badData, "An IDX file of images needs one file of labels.", at: root + "/" + name,
                    expected: "one file \(images.prefix)labels-idx1-ubyte[.gz]",
                    found: partners.isEmpty ? "none" : partners.joined(separator: ", "))
            }
            pairs.append(
                ArrayPair(
                    split: images.split, images: try decodeIDX(root + "/" + name),
                    labels: try decodeIDX(root + "/" + partners[0]), imagesName: root + "/" + name,
                    labelsName: root + "/" + partners[0]))
        }
        return try assemble(root, .idx, pairs, classNamesIn: root)
    }

    private func decodeIDX(_ path: String) throws(NeSyError) -> NumericArray {
        try fileSystem.decode(path) { bytes throws(NeSyError) in try IDX.decode(bytes) }
    }

    /// Puts the images of all pairs into one block.
    /// - Parameter folder: where a `classes.txt` may name the classes, one a line.
    func assemble(
        _ root: String, _ layout: DatasetLayout, _ pairs: [ArrayPair], classNamesIn folder: String
    ) throws(NeSyError) -> (dataset: ImageDataset, summary: DatasetSummary) {
        let hasSplits = pairs.contains { $0.split != nil }
        for pair in pairs where pairs.count > 1 {
            guard let split = pair.split, pairs.count(where: { $0.split == split }) == 1 else {
                throw NeSyError(
                    .badData, "Several files of images must be different splits.", at: pair.imagesName,
                    expected: "names that begin with train, val or test (t10k)",
                    found: pair.split.map { "a second \($0)" } ?? "none of these")
            }
        }
        let names = try classNames(folder)
        var extents: [Int]?
        var bytes: [UInt8] = []
        var labels: [(value: Int64, split: DataSplit?, name: String)] = []
        bytes.reserveCapacity(pairs.reduce(0) { $0 + $1.images.count })
        for pair in pairs.sorted(by: { ($0.split ?? .train) < ($1.split ?? .train) }) {
            let (samples, shape) = try samples(pair)
            if let extents, extents != shape {
                throw NeSyError(
                    .badData, "The images of the splits differ in size.", at: pair.imagesName,
                    expected: extents.map(String.init).joined(separator: " x "),
                    found: shape.map(String.init).joined(separator: " x "))
            }
            extents = shape
            bytes += samples
            for (index, value) in try integers(pair).enumerated() {
                guard value >= 0, names == nil || value < names!.count else {
                    throw NeSyError(
                        .badData, "A label has no class.", at: "\(pair.labelsName), element \(index)",
                        expected: names.map { "0 to \($0.count - 1), as classes.txt lists" } ?? "0 or more",
                        found: "\(value)")
                }
                labels.append((value, pair.split, "\(pair.split?.rawValue ?? "image")/\(index)"))
            }
        }
        guard let extents, !labels.isEmpty else {
            throw NeSyError(
                .badData, "There are no images.", at: root, expected: DatasetLayout.expectedTree, found: "no image")
        }
        func name(_ value: Int64) -> String { names?[Int(value)] ?? String(value) }
        // Numbers keep their order; a number that no image has is no class.
        let classes = Set(labels.map(\.value)).sorted().map(name)
        let entries = labels.map { Entry(name: $0.name, className: name($0.value), split: hasSplits ? $0.split : nil) }
        let block = PixelBlock(height: extents[0], width: extents[1], channels: extents[2], bytes: bytes)
        return try assemble(root, layout, entries, classes: classes, storage: .memory(block))
    }

    /// The bytes of the images, and height, width and channels.
    private func samples(_ pair: ArrayPair) throws(NeSyError) -> ([UInt8], [Int]) {
        let shape = pair.images.shape
        let channels = shape.rank == 4 ? shape[3] : 1
        guard shape.rank == 3 || shape.rank == 4, (1...4).contains(channels), shape.count > 0 else {
            throw NeSyError(
                .badData, "The array holds no images.", at: pair.imagesName,
                expected: "[images, height, width] or [images, height, width, channels]", found: "\(shape)")
        }
        guard case .uint8(let samples) = pair.images.values else {
            throw NeSyError(
                .badData, "The images must have 8-bit samples.", at: pair.imagesName,
                expected: "unsigned bytes, 0 to 255",
                found: "elements of another type",
                remedy: "scale them to 0...255 and store them as uint8")
        }
        return (samples, [shape[1], shape[2], channels])
    }

    private func integers(_ pair: ArrayPair) throws(NeSyError) -> [Int64] {
        let shape = pair.labels.shape
        // Keras stores the labels of CIFAR as a column.
        guard shape.count == shape.extents.first, let values = pair.labels.integers else {
            throw NeSyError(
                .badData, "The labels must be a list of whole numbers.", at: pair.labelsName,
                expected: "[images] of integers",
                found: "\(shape)")
        }
        guard values.count == pair.images.shape[0] else {
            throw NeSyError(
                .badData, "There are not as many labels as images.", at: pair.labelsName,
                expected: "\(pair.images.shape[0]) labels", found: "\(values.count)")
        }
        return values
    }

    private func classNames(_ folder: String) throws(NeSyError) -> [String]? {
        let path = folder + "/classes.txt"
        guard case .file? = try fileSystem.entry(path) else { return nil }
        let names = try fileSystem.decode(path, limit: 1 << 24) { bytes throws(NeSyError) in
            String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
        }
        if Set(names).count < names.count {
            throw NeSyError(.badData, "A class is listed twice.", at: path, expected: "one distinct name a line")
        }
        return names
    }
}
