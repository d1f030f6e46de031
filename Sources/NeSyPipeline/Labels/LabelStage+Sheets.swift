import NeSyCompute
import NeSyFormats
import NeSyJSON
import NeSyLogic
import NeSyNetworks
import NeSyReport
import NeSyStorage
import NeSyTensor

extension LabelStage {
    /// Contact sheets of filters, and a table to write names into.
    public struct Sheets: Sendable {
        public let run: String
        /// A sheet for each filter, in the order of the rules.
        public let sheets: [(filter: Int, file: String)]
        /// The table, for ``Method/names(_:)``.
        public let table: String

        public var json: JSON {
            [
                "schema": "nesy.sheets/1", "run": .string(run),
                "sheets": .array(sheets.map { ["filter": .integer($0.filter), "file": .string($0.file)] }),
                "files": ["names": .string(table)],
            ]
        }
    }

    /// Images on a sheet. More than a hundred nobody compares.
    public static let mostOnSheet = 100

    /// Draws for every filter the images that excite it most, into `labels/sheets`, and then writes `labels/names.csv`:
    /// a line for each filter, with the name that it has by now. A table that is there keeps its lines as they are.
    /// - Throws: a usage error when ``top`` is more than ``mostOnSheet``; `.cannotCreateOutput` when there is such a
    ///   table and ``force`` is false; what reading the run and its images throws; interrupted when the observer says
    ///   so, with the sheets that were drawn by then.
    public func drawSheets(
        backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Sheets {
        if let top, top > LabelStage.mostOnSheet {
            throw NeSyError(
                .usage, "Nobody looks at so many images of a filter.", at: "--top \(top)",
                expected: "at most \(LabelStage.mostOnSheet) images on a sheet", found: "\(top)")
        }
        let loaded = try LoadedRun(run, backend: backend, files: files)
        let folder = LabelsFolder(loaded.folder.labelsFolder, files: files)
        var table = try namesTable(in: folder)
        let known = try knownNames(in: folder, besides: table, observer)
        let (theta, norm) = try loaded.extractedThresholds()
        let program = try loaded.extractedProgram()
        let images = try loaded.images(data, split: split, holdsOut: false, ofSameClasses: data == nil, pool: pool)
        let material = try material(loaded, images, program, theta, norm, pool: pool, observer: observer)
        try folder.makeSheetsFolder()
        try material.drawSheets(of: program, theta, into: folder)
        let others = Set(known.keys).subtracting(material.filters).sorted()
        for filter in material.filters + others { table.add(filter, known[filter] ?? []) }
        try folder.finishSheets(material.filters, table: table.text)
        return Sheets(
            run: loaded.folder.path, sheets: material.filters.map { ($0, folder.sheet($0)) }, table: folder.namesFile)
    }

    /// The table that is there, else an empty one.
    private func namesTable(in folder: LabelsFolder) throws(NeSyError) -> NamesTable {
        guard try folder.hasNames() else { return NamesTable() }
        guard force else {
            throw NeSyError(
                .cannotCreateOutput, "There is a table of names already.", at: folder.namesFile,
                remedy: "Read it with --names \(folder.namesFile), or add --force to draw the sheets anew; "
                    + "its lines stay as they are, and filters that it lacks are added.")
        }
        return try NamesTable(file: folder.namesFile, files: files)
    }

    /// The concepts that filters without a line are named after so far.
    private func knownNames(
        in folder: LabelsFolder, besides table: NamesTable, _ observer: any StageObserver
    ) throws(NeSyError) -> [Int: [String]] {
        var known: [Int: [String]] = [:]
        for label in try folder.labels()?.labels ?? [] where !label.concepts.isEmpty && !table.hasLine(label.filter) {
            let concepts = label.concepts.map(\.name)
            if (try? HandWrittenNames.concepts(HandWrittenNames.cell(concepts))) == concepts {
                known[label.filter] = concepts
            } else {
                observer.note(
                    "the line of f\(label.filter) stays empty: the table cannot hold the name "
                        + concepts.joined(separator: " and "))
            }
        }
        return known
    }
}

extension LabelMaterial {
    /// Writes a sheet for each filter: what is known about it, and its images.
    fileprivate func drawSheets(
        of program: RuleProgram, _ theta: FilterThresholds, into folder: LabelsFolder
    ) throws(NeSyError) {
        let evidence = try evidence(of: filters)
        let lines = program.textLines(RuleExtraction.notation)
        let clauses = program.rules.map(\.clause) + program.exceptions
        let grain = 2 * pool.threadCount
        for start in stride(from: 0, to: filters.count, by: grain) {
            let count = min(grain, filters.count - start)
            let drawn = pool.map(parts: count) { part -> Result<Void, NeSyError> in
                do throws(NeSyError) {
                    let filter = filters[start + part]
                    let attribute = "f\(filter)"
                    let uses = zip(clauses, lines).filter { $0.0.body.contains { $0.attribute == attribute } }.map(\.1)
                    var tiles: [ContactSheet.Tile] = []
                    for occurrence in evidence.strongest[start + part] {
                        let sample = dataset.samples[occurrence.image]
                        tiles.append(
                            ContactSheet.Tile(
                                ActivationPicture(
                                    photo: try dataset.image(occurrence.image), map: occurrence.map,
                                    placement: evidence.placement),
                                norm: occurrence.norm, className: dataset.classes[Int(sample.label)],
                                name: sample.name))
                    }
                    let sheet = ContactSheet(
                        filter: attribute, threshold: theta.values[filter], rules: uses, tiles: tiles)
                    let file = folder.sheet(filter)
                    try folder.files.encode(try sheet.file(file, .png).bytes, to: file)
                    return .success(())
                } catch { return .failure(error) }
            }
            for result in drawn { try result.get() }
            try report("sheets drawn", start + count, filters.count, left: "sheets that were drawn are kept")
        }
    }
}
