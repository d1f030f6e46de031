import NeSyStorage
import NeSyTensor

/// Which concepts every image of a data set shows, as a table tells: `index.csv` with a column a concept.
///
/// Concepts are the columns whose cells are all numbers from 0 to 1, but for those that name the image, its class and
/// its split (`name`, `file_name`, `id`, `class`, `scene`, `label`, `split`, `…_split`). Other columns are passed
/// over, and so are rows of images that the data set does not have: it may be a part of what the table lists. A column
/// of 0 and 1 but for one cell was meant as a concept, and is refused.
public struct ImageTags: Sendable, Hashable {
    public let concepts: [String]
    /// `[images, concepts]`, row by row in the order of the data set; 0 absent, 1 present, between them how sure.
    public let values: [Float]
    /// Columns that are no concepts though some of their cells could be tags, each with the first cell that is none:
    /// `tub (line 9: nan)`.
    public let passedOver: [String]

    /// - Parameters:
    ///   - path: a table, or a folder with `index.csv`. Images are found by `name` or `file_name`, behind the name of
    ///     the split where the table has one, as ``NameMatching`` compares them.
    /// - Throws: `.missingInput` without the table; `.badData` when a column is missing, no column is a concept, a cell
    ///   of a concept is empty or no number from 0 to 1, an image of the data set has no row, or one is listed twice.
    public init(
        _ path: String, for dataset: ImageDataset, _ fileSystem: FileSystem = .system
    ) throws(NeSyError) {
        let isFolder = try fileSystem.entry(path) == .directory
        let table = try TextTable(isFolder ? path + "/index.csv" : path, fileSystem)
        let rows = try ImageTags.rows(of: dataset, in: table)
        var chosen: [(name: String, cells: [Float])] = []
        var passedOver: [String] = []
        let split = try table.splitColumn
        for name in table.columnNames where !ImageTags.otherColumns.contains(name) && name != split {
            let cells = try table.column([name])
            let tags = cells.compactMap(ImageTags.value)
            if tags.isEmpty { continue }
            let other = cells.indices.first { !cells[$0].isEmpty && ImageTags.value(cells[$0]) == nil }
            let isMeant = tags.count == cells.count - 1 && tags.count > 1 && tags.allSatisfy { $0 == 0 || $0 == 1 }
            if let other, !isMeant {
                passedOver.append("\(name) (\(table.line(other)): \(cells[other]))")
            } else {
                chosen.append((name, try ImageTags.values(cells, name, table)))
            }
        }
        if chosen.isEmpty {
            throw NeSyError(
                .badData, "The table has no concepts.", at: table.path,
                expected: "columns of numbers from 0 to 1, a concept each",
                found: (passedOver.isEmpty ? table.columnNames : passedOver).joined(separator: ", "))
        }
        self.passedOver = passedOver
        concepts = try ConceptName.list(chosen.map(\.name)) { "\(table.path), column \"\(chosen[$0].name)\"" }
        values = rows.flatMap { row in chosen.map { $0.cells[row] } }
    }

    private static let otherColumns: Set = ["name", "file_name", "id", "class", "scene", "label"]

    private static func value(_ cell: String) -> Float? {
        guard let value = Float(cell), (0...1).contains(value) else { return nil }
        return value
    }

    private static func values(_ cells: [String], _ name: String, _ table: TextTable) throws(NeSyError) -> [Float] {
        var values: [Float] = []
        for (row, cell) in cells.enumerated() {
            guard let value = value(cell) else {
                throw NeSyError(
                    .badData, "A tag is no number from 0 to 1.", at: "\(table.place(row)), column \(name)",
                    expected: "0 where the concept is absent, 1 where it is present",
                    found: cell.isEmpty ? "nothing" : cell,
                    remedy: "Mend the cell, or leave the column out if it is no concept.")
            }
            values.append(value)
        }
        return values
    }

    /// The row of every image.
    private static func rows(of dataset: ImageDataset, in table: TextTable) throws(NeSyError) -> [Int] {
        let names = try table.column(["name", "file_name"]).map(NameMatching.stem)
        var keys = names
        if let column = try table.splitColumn {
            // As `index.csv` does it: the same name may stand in several splits, in folders of their names.
            keys = zip(try table.column([column]), names).map { $0 + "/" + $1 }
        }
        var listed = Set<String>()
        for (row, key) in keys.enumerated() where !listed.insert(key).inserted {
            throw NeSyError(.badData, "An image is listed twice.", at: table.place(row), found: key)
        }
        let rows = NameMatching(keys: keys).positions(of: dataset.samples.map(\.name))
        if let missing = rows.firstIndex(of: nil) {
            throw NeSyError(
                .badData, "An image has no tags.", at: table.path,
                expected: "a row for \(NameMatching.stem(dataset.samples[missing].name))",
                found: "rows for \(keys.prefix(3).joined(separator: ", "))\(keys.count > 3 ? ", …" : "")",
                remedy: "Name the rows by the paths of the images, without their ending.")
        }
        return rows.compactMap(\.self)
    }
}
