import NeSyFormats
import NeSyTensor

extension DatasetReader {
    /// `metadata.csv`: `file_name,label[,split]`.
    func openMetadata(_ root: String) throws(NeSyError) -> (dataset: ImageDataset, summary: DatasetSummary) {
        let path = root + "/metadata.csv"
        let table = try TextTable(path, fileSystem)
        let names = try table.column(["file_name"])
        let labels = try table.column(labelColumn.map { [$0] } ?? ["label", "class"])
        let splits = try splitCells(table)
        var entries: [Entry] = []
        var seen = Set<String>()
        for row in 0..<table.rowCount {
            let name = names[row]
            let place = table.place(row)
            try checkPath(name, place)
            guard seen.insert(name).inserted else {
                throw NeSyError(.badData, "An image is listed twice.", at: place, found: name)
            }
            guard case .file? = try fileSystem.entry(root + "/" + name) else {
                throw NeSyError(
                    .missingInput, "A listed image is not there.", at: place, expected: root + "/" + name,
                    found: "no file")
            }
            try checkLabel(labels[row], place)
            entries.append(Entry(name: name, className: labels[row], split: splits?[row]))
        }
        entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let files = ImageFiles(root: root, paths: entries.map(\.name), fileSystem: fileSystem)
        return try assemble(
            root, .metadata, entries, storage: .files(files), masks: try MaskSource.standard(root, fileSystem))
    }

    /// `index.csv` with `name`, a class and a split; pictures in `images/`, masks in `masks/`.
    func openIndex(_ root: String) throws(NeSyError) -> (dataset: ImageDataset, summary: DatasetSummary) {
        let path = root + "/index.csv"
        let table = try TextTable(path, fileSystem)
        let names = try table.column(["name"])
        let labels = try table.column(labelColumn.map { [$0] } ?? ["class", "scene", "label"])
        let splits = try splitCells(table)
        let splitNames = try splitColumnName(table).map { name throws(NeSyError) in try table.column([name]) }
        guard case .directory? = try fileSystem.entry(root + "/images") else {
            throw NeSyError(
                .badData, "The pictures that index.csv lists are not there.", at: root, expected: "the folder images",
                found: try fileSystem.names(in: root).prefix(8).joined(separator: ", "))
        }
        var found: [String: [String: String]] = ["": try images(root + "/images")]
        var paths: [String] = []
        var entries: [Entry] = []
        for row in 0..<table.rowCount {
            let place = table.place(row)
            try checkPath(names[row], place)
            try checkLabel(labels[row], place)
            let folder = splitNames?[row] ?? ""
            if found[folder] == nil {
                try checkPath(folder, place)
                let isThere = try fileSystem.entry(root + "/images/" + folder) == .directory
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
            root, .index, sorted, storage: .files(files), masks: try MaskSource.standard(root, fileSystem))
    }

    // MARK: Cells

    /// The column of splits; nil when there is none.
    private func splitColumnName(_ table: TextTable) throws(NeSyError) -> String? {
        if let splitColumn { return splitColumn }
        return try table.splitColumn
    }

    private func splitCells(_ table: TextTable) throws(NeSyError) -> [DataSplit]? {
        guard let name = try splitColumnName(table) else { return nil }
        return try table.column([name]).map { DataSplit(column: $0) }
    }

    /// The image files of a folder by their names without the ending.
    private func images(_ folder: String) throws(NeSyError) -> [String: String] {
        var byStem: [String: String] = [:]
        for name in try fileSystem.names(in: folder) where DatasetReader.isImage(name) {
            byStem[DatasetReader.stem(name).stem] = name
        }
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
