/// What was found where a data set was opened.
public struct DatasetSummary: Sendable, Hashable {
    public let path: String
    public let layout: DatasetLayout
    public let classes: [String]
    public let splits: [DataSplit]
    /// Images by split and class, in the order of `splits` and `classes`.
    public let counts: [[Int]]
    /// Files that are no images, below the root.
    public let ignoredFiles: [String]
    /// Whether the test images were taken out of the training images, because there was no split.
    public let isHeldOut: Bool

    init(path: String, layout: DatasetLayout, dataset: ImageDataset, ignoredFiles: [String], isHeldOut: Bool) {
        self.path = path
        self.layout = layout
        classes = dataset.classes
        splits = dataset.splits
        let row = Dictionary(uniqueKeysWithValues: dataset.splits.enumerated().map { ($1, $0) })
        var counts = [[Int]](repeating: [Int](repeating: 0, count: dataset.classes.count), count: splits.count)
        for sample in dataset.samples {
            if let row = row[sample.split] { counts[row][Int(sample.label)] += 1 }
        }
        self.counts = counts
        self.ignoredFiles = ignoredFiles
        self.isHeldOut = isHeldOut
    }

    public var imageCount: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }
}

extension DatasetSummary: CustomStringConvertible {
    /// A sentence and the table of counts, a class a line.
    public var description: String {
        var lines = ["Found \(imageCount) images in \(classes.count) classes (\(layout.rawValue))."]
        if isHeldOut { lines.append("No test split: part of every class was held out for testing.") }
        if !ignoredFiles.isEmpty {
            let shown = ignoredFiles.prefix(3).joined(separator: ", ") + (ignoredFiles.count > 3 ? ", …" : "")
            lines.append("Ignored \(ignoredFiles.count) files that are no images: \(shown).")
        }
        var table = [["class"] + splits.map(\.rawValue)]
        for (label, name) in classes.enumerated() { table.append([name] + counts.map { String($0[label]) }) }
        table.append(["total"] + counts.map { String($0.reduce(0, +)) })
        let widths = table[0].indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        for row in table {
            let cells = row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + padding : padding + cell
            }
            lines.append(cells.joined(separator: "  "))
        }
        return lines.joined(separator: "\n")
    }
}
