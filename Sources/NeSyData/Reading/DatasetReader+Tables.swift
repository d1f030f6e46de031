import NeSyFormats
import NeSyTensor

extension DatasetReader {
    /// The largest table of images that is read.
    private static let tableLimit = 1 << 30

    /// `metadata.csv`: `file_name,label[,split]`.
    func openMetadata(_ root: String) throws(NeSyError) -> (dataset: ImageDataset, summary: DatasetSummary) {
        let path = root + "/metadata.csv"
        let table = try readTable(path)
        let names = try column(table, path, ["file_name"])
        let labels = try column(table, path, labelColumn.map { [$0] } ?? ["label", "class"])
        let splits = try splitCells(table, path)
        var entries: [Entry] = []
        var seen = Set<String>()
        for row in 0..<table.rowCount {
            let name = names[row]
            let place = "\(path), row \(row + 1)"
            try checkPath(name, place)
            guard seen.insert(name).inserted else {
                throw NeSyError(.badData, "An image is listed twice.", at: place, found: name)
            }
            guard case .file? = try inspect(root + "/" + name) else {
                throw NeSyError(
                    .missingInput, "A listed image is not there.", at: place, expected: root + "/" + name,
                    found: "no file")
            }
            try checkLabel(labels[row], place)
            entries.append(Entry(name: name, className: labels[row], split: splits?[row]))
        }
        entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let files = ImageFiles(root: root, paths: entries.map(\.name), fileSystem: fileSystem)
        return try assemble(root, .metadata, entries, storage: .files(files))
    }

    /// `index.csv` with `name`, a class and a split; pictures in `images/`, masks in `masks/`.
    func openIndex(_ root: String) throws(NeSyError) -> (dataset: ImageDataset, summary: DatasetSummary) {
        let path = root + "/index.csv"
        let table = try readTable(path)
        let names = try column(table, path, ["name"])
        let labels = try column(table, path, labelColumn.map { [$0] } ?? ["class", "scene", "label"])
        let splits = try splitCells(table, path)
        let splitNames = try splitColumnName(table, path).map { name throws(NeSyError) in
            try column(table, path, [name])
        }
        guard case .directory? = try inspect(root + "/images") else {
            throw NeSyError(
                .badData, "The pictures that index.csv lists are not there.", at: root, expected: "the folder images",
                found: try list(root).prefix(8).joined(separator: ", "))
        }
        var found: [String: [String: String]] = ["": try images(root + "/images")]
        var paths: [String] = []
        var entries: [Entry] = []
        for row in 0..<table.rowCount {
            let place = "\(path), row \(row + 1)"
            try checkPath(names[row], place)
            try checkLabel(labels[row], place)
            let folder = splitNames?[row] ?? ""
            if found[folder] == nil {
                try checkPath(folder, place)
                let isThere = try inspect(root + "/images/" + folder) == .directory
                found[folder] = isThere ? try images(root + "/images/" + folder) : [:]
            }
            let image: String
            if let file = found[folder]?[names[row]], !folder.isEmpty {
                image = folder + "/" + file
            } else if let file = found[""]?[names[row]] {
                image = file
            } else {
                throw NeSyError(
                    .missingInput, "A listed image is not there.", at: place,
                    expected: "\(root)/images/\(names[row]) with the ending of an image", found: "no such file")
            }
            paths.append(image)
            entries.append(Entry(name: DatasetReader.stem(image).stem, className: labels[row], split: splits?[row]))
        }
        guard Set(entries.map(\.name)).count == entries.count else {
            throw NeSyError(.badData, "An image is listed twice.", at: path)
        }
        let order = entries.indices.sorted { entries[$0].name.utf8.lexicographicallyPrecedes(entries[$1].name.utf8) }
        let files = ImageFiles(root: root + "/images", paths: order.map { paths[$0] }, fileSystem: fileSystem)
        let sorted = order.map { entries[$0] }
        return try assemble(
            root, .index, sorted, storage: .files(files), masks: try openMasks(root, sorted.map(\.name)))
    }

    /// The masks beside the images, where there are masks and names for their ids.
    private func openMasks(_ root: String, _ names: [String]) throws(NeSyError) -> ConceptMasks? {
        let path = root + "/concepts.csv"
        guard try inspect(path) != nil, try inspect(root + "/masks") == .directory else { return nil }
        let table = try readTable(path)
        let ids = try column(table, path, ["id"])
        let concepts = try column(table, path, ["name"])
        for (row, id) in ids.enumerated() where Int(id) != row {
            throw NeSyError(
                .badData, "The ids of the concepts must ascend from 0 without gaps.", at: "\(path), row \(row + 1)",
                expected: "\(row)", found: id)
        }
        let files = ImageFiles(root: root + "/masks", paths: names.map { $0 + ".png" }, fileSystem: fileSystem)
        return ConceptMasks(concepts: concepts, storage: .files(files))
    }

    // MARK: Cells

    private func readTable(_ path: String) throws(NeSyError) -> Table {
        try fileSystem.decode(path, limit: DatasetReader.tableLimit) { bytes throws(NeSyError) in
            try CSV.read(bytes, numeric: .none).table
        }
    }

    /// The cells of the first of these columns that is there.
    private func column(_ table: Table, _ path: String, _ names: [String]) throws(NeSyError) -> [String] {
        guard let index = names.lazy.compactMap({ table.index(of: $0) }).first else {
            throw NeSyError(
                .badData, "A column is missing.", at: path,
                expected: "a column called \(names.joined(separator: " or "))",
                found: table.columns.map(\.name).joined(separator: ", "))
        }
        let column = table.columns[index]
        return (0..<table.rowCount).map { row in
            switch column.cell(row) {
            case .string(let text): text
            case .number(let value): "\(value)"
            }
        }
    }

    /// `split`, else the only column whose name ends in `_split`; nil when there is none.
    private func splitColumnName(_ table: Table, _ path: String) throws(NeSyError) -> String? {
        if let splitColumn { return splitColumn }
        if table.index(of: "split") != nil { return "split" }
        let candidates = table.columns.map(\.name).filter { $0.hasSuffix("_split") }
        if candidates.count > 1 {
            throw NeSyError(
                .badData, "Several columns could be the split.", at: path, found: candidates.joined(separator: ", "),
                remedy: "Rename the one to use to 'split'.")
        }
        return candidates.first
    }

    private func splitCells(_ table: Table, _ path: String) throws(NeSyError) -> [DataSplit]? {
        guard let name = try splitColumnName(table, path) else { return nil }
        return try column(table, path, [name]).map { DataSplit(column: $0) }
    }

    /// The image files of a folder by their names without the ending.
    private func images(_ folder: String) throws(NeSyError) -> [String: String] {
        var byStem: [String: String] = [:]
        for name in try list(folder) where DatasetReader.isImage(name) { byStem[DatasetReader.stem(name).stem] = name }
        return byStem
    }

    /// A file must not name a place outside its data set.
    private func checkPath(_ name: String, _ place: String) throws(NeSyError) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        if parts.contains(where: { $0.isEmpty || $0 == ".." || $0 == "." }) || name.utf8.contains(0) {
            throw NeSyError(
                .badData, "A file name leaves the data set.", at: place, expected: "a path below it", found: name)
        }
    }

    private func checkLabel(_ label: String, _ place: String) throws(NeSyError) {
        if label.isEmpty { throw NeSyError(.badData, "A label is empty.", at: place, expected: "the name of a class") }
    }
}
