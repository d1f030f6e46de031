import Foundation
import NeSy

/// Whether tags, which say what images show but not where, give the predicates of rules the names that masks give.
struct TagAgreement {
    let name: String
    private let method: SoftWPMI
    private var predicates = 0
    private var firstAmong = 0
    private var firstAlike = 0
    private var someAlike = 0

    init(_ name: String, _ method: SoftWPMI) {
        self.name = name
        self.method = method
    }

    /// Writes a table of tags beside the run, and compares its names with those by masks.
    mutating func add(
        _ run: LoadedRun, images: DatasetImages, dataset: ImageDataset, masks: LabelStage.Result, pool: WorkerPool
    ) throws {
        let table = run.folder.path + "/tags.csv"
        try Data(try Self.table(dataset).utf8).write(to: URL(fileURLWithPath: table))
        var stage = LabelStage(run: run.folder.path)
        stage.method = .evidence(.tags(table), method)
        stage.force = true
        let tags = try stage.run(run, images: images, pool: pool, observer: SilentObserver())
        for label in tags.labels.labels {
            guard let other = masks.labels.labels.first(where: { $0.filter == label.filter }) else { continue }
            let names = other.concepts.map(\.name)
            predicates += 1
            if let first = label.concepts.first?.name, names.contains(first) { firstAmong += 1 }
            if label.concepts.first?.name == names.first { firstAlike += 1 }
            if label.concepts.contains(where: { names.contains($0.name) }) { someAlike += 1 }
        }
    }

    var line: String {
        "| \(name) | \(firstAmong) of \(predicates) | \(firstAlike) of \(predicates) | \(someAlike) of \(predicates) |"
    }

    static let head = """
        | baseline of the tags | first name by tags among those by masks | first names alike | a name in common |
        |---|---:|---:|---:|
        """

    private static func table(_ dataset: ImageDataset) throws -> String {
        let concepts = dataset.masks?.concepts ?? []
        var lines = (["name"] + concepts).joined(separator: ",") + "\n"
        for image in 0..<dataset.count {
            let shown = Set(try dataset.mask(image)?.ids ?? [])
            let cells = concepts.indices.map { shown.contains(Int32($0)) ? "1" : "0" }
            lines += ([dataset.samples[image].name] + cells).joined(separator: ",") + "\n"
        }
        return lines
    }
}
