import NeSyConcepts
import NeSyLogic
import NeSyNetworks
import NeSyReport
import NeSyTensor

extension ReportSubject {
    /// The most images that are listed, and the most justifications times rules: beyond this a page takes longer to
    /// open than to read.
    private static let (mostImages, mostPassages) = (20_000, 1_000_000)

    /// Everything but the pictures.
    /// - Returns: the contents, and which of the evaluated images their ``ReportContents/images`` are.
    /// - Throws: bad data when the metrics of the run cannot be read.
    func contents(title: String) throws(NeSyError) -> (contents: ReportContents, rows: [Int]) {
        var contents = ReportContents(
            title: title, classes: images.classes, program: program, targets: program.targets(of: images.classes))
        contents.facts = try facts()
        contents.evaluatedOn = evaluatedOn
        contents.evaluatedPerClass = evaluated.perClass
        if train == nil { contents.normed = "\(evaluatedOn) images" }
        let trained = train?.supports
        let judged = evaluated.supports
        contents.rules = program.rules.indices.map { RuleRecord(train: trained?[$0], evaluated: judged[$0]) }
        contents.train = train?.figures
        contents.evaluated = evaluated.figures
        contents.networkConfusion = evaluated.networkConfusion
        contents.ruleConfusion = evaluated.ruleConfusion
        contents.learning = try EpochRow.read(
            run.folder.metricsFile, of: run.description.options.epochs, files: run.folder.files
        ).map {
            LearningPoint(
                epoch: $0.epoch, phase: $0.phase, loss: $0.loss, trainAccuracy: $0.trainAccuracy,
                testAccuracy: $0.testAccuracy)
        }
        contents.predicates = predicates()
        let rows = try list(in: &contents)
        return (contents, rows)
    }

    /// The images with their patterns, as many as a page can hold.
    private func list(in contents: inout ReportContents) throws(NeSyError) -> [Int] {
        let order = ImageOrder(evaluated).rows.prefix(ReportSubject.mostImages)
        var rows = order.sorted()
        var patterns = BitPatterns(evaluated.table, rows: rows)
        let most = max(1, ReportSubject.mostPassages / max(1, program.rules.count))
        if patterns.firstRows.count > most {
            // Fewer images than patterns that may be justified cannot have more patterns.
            rows = order.prefix(most).sorted()
            patterns = BitPatterns(evaluated.table, rows: rows)
        }
        for row in patterns.firstRows {
            let holds = evaluated.table.columns.map { $0.cell(row) == .string("1") }
            contents.patterns.append(
                PredicatePattern(holds: holds, justification: try program.justify(row: row, of: evaluated.table)))
        }
        contents.images = zip(rows, patterns.patternOfRow).map { row, pattern in
            ImageEntry(
                name: evaluated.dataset.samples[row].name, classIndex: Int(evaluated.readout.labels.indices[row]),
                network: Int(evaluated.readout.predictions[row]), pattern: pattern)
        }
        if rows.count < evaluated.count {
            contents.notes.append(
                "\(rows.count) of the \(evaluated.count) evaluated images are listed: those that no rule covers first, "
                    + "then those where rules and truth or network differ. All are counted.")
        }
        return rows
    }

    /// An entry for each predicate, without pictures.
    private func predicates() -> [PredicateEntry] {
        let attributes = program.usedAttributes
        return zip(attributes, filters).enumerated().map { place, predicate in
            let (attribute, filter) = predicate
            let shown = train ?? evaluated
            let label = labels?.labels.first { $0.filter == filter }
            return PredicateEntry(
                attribute: attribute, name: label?.name, origin: "Filter \(filter) of \(thresholds.values.count)",
                concepts: label?.concepts.map { PredicateEntry.Concept($0.name, score: $0.score) } ?? [],
                threshold: Double(thresholds.values[filter]),
                histogram: NormHistogram(
                    norms: shown.norms(filter), labels: shown.readout.labels.indices, classes: images.classes.count),
                holds: evaluated.holds(place), note: note(place, label: label))
        }
    }

    /// What is odd about a predicate.
    private func note(_ place: Int, label: FilterLabels.Label?) -> String? {
        var sentences: [String] = []
        if let label, label.name == nil { sentences.append("No concept fits, so the filter keeps its number.") }
        let shown = train ?? evaluated
        let which = train == nil ? "evaluated" : "training"
        switch shown.holds(place).reduce(0, +) {
        case 0: sentences.append("No \(which) image reaches the threshold: the predicate never holds.")
        case shown.count: sentences.append("Every \(which) image reaches the threshold: the predicate always holds.")
        default: break
        }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }
}
