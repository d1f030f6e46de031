import NeSyNetworks
import NeSyReport
import NeSyTensor

/// The pictures of one run: what its predicates look at, and its images, small.
struct ReportPictures {
    /// A sheet of tiles for each predicate that has some: its attribute and the PNG.
    private(set) var montages: [(attribute: String, bytes: [UInt8])] = []

    /// Draws everything and puts it into the contents.
    /// - Parameters:
    ///   - rows: which of the evaluated images are listed in the contents.
    ///   - top: the most tiles beside a predicate.
    ///   - thumbnails: the most images that are shown small; nil for as many as fit, 0 where nobody asks for any.
    ///   - budget: what pictures inside a page may cost.
    /// - Throws: what reading the images throws; interrupted when the observer says so.
    init(
        _ subject: ReportSubject, contents: inout ReportContents, rows: [Int], examples: ReportStage.Examples,
        top: Int, thumbnails: Int?, budget: ByteBudget, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) {
        var budget = budget
        let entries = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
        try drawTiles(
            subject, &contents, entries,
            from: examples == .train ? subject.train ?? subject.evaluated : subject.evaluated,
            top: top, budget: &budget, pool: pool, observer: observer)
        try drawThumbnails(
            subject, &contents, entries, most: thumbnails, budget: &budget, pool: pool, observer: observer)
    }

    /// Takes two thirds of the budget; what is left of it goes to small images.
    private mutating func drawTiles(
        _ subject: ReportSubject, _ contents: inout ReportContents, _ entries: [Int: Int], from images: JudgedImages,
        top: Int, budget: inout ByteBudget, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) {
        let isEvaluated = images.dataset.samples == subject.evaluated.dataset.samples
        if isEvaluated { contents.examples = "\(subject.evaluatedOn) images" }
        let filters = subject.filters
        guard top > 0, !filters.isEmpty else { return }
        let run = subject.run
        let evidence = try FilterEvidence(
            filters: filters, top: top, readout: images.readout, network: run.network, images: subject.images,
            dataset: images.dataset, batchSize: run.description.options.batchSize
        ) { (done, total) throws(NeSyError) in
            try ReportStage.report("images looked at again", done, of: total, to: observer)
        }
        let drawer = PredicatePictures(evidence: evidence, dataset: images.dataset, pool: pool)
        let plan = try drawer.plan(budget.share(2.0 / 3))
        var done = 0
        while done < plan.predicates {
            let part = done..<min(plan.predicates, done + 8)
            let rows = pool.map(parts: part.count) { place -> Result<PredicatePictures.Row, NeSyError> in
                do throws(NeSyError) { return .success(try drawer.row(part.lowerBound + place, plan)) } catch {
                    return .failure(error)
                }
            }
            for (predicate, row) in zip(part, rows) {
                let row = try row.get()
                contents.predicates[predicate].tiles = zip(evidence.strongest[predicate], row.tiles).map {
                    found, picture in
                    budget.spend(picture.bytes.count)
                    let sample = images.dataset.samples[found.image]
                    return EvidenceTile(
                        picture: picture, name: sample.name, norm: Double(found.norm), classIndex: Int(sample.label),
                        image: isEvaluated ? entries[found.image] : nil)
                }
                if !row.tiles.isEmpty { montages.append((contents.predicates[predicate].attribute, row.montage)) }
            }
            done = part.upperBound
            try ReportStage.report("predicates drawn", done, of: plan.predicates, to: observer)
        }
        contents.notes += notes(plan, top: min(top, images.count), of: filters.count)
    }

    private func notes(_ plan: PredicatePictures.Plan, top: Int, of predicates: Int) -> [String] {
        if plan.predicates == 0 { return ["To keep the page small, predicates are shown without images."] }
        var notes: [String] = []
        if plan.top < top, plan.top > 0 {
            notes.append(
                "To keep the page small, predicates are shown with \(plan.top) of the \(top) images that excite them "
                    + "most.")
        }
        if plan.predicates < predicates {
            notes.append(
                "To keep the page small, only the first \(plan.predicates) of the \(predicates) predicates are shown "
                    + "with images.")
        }
        return notes
    }

    private func drawThumbnails(
        _ subject: ReportSubject, _ contents: inout ReportContents, _ entries: [Int: Int], most: Int?,
        budget: inout ByteBudget, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) {
        if most == 0 { return }
        let dataset = subject.evaluated.dataset
        let listed = ImageOrder(subject.evaluated).rows.filter { entries[$0] != nil }
        let wanted = Array(listed.prefix(most ?? ReportPictures.mostThumbnails))
        let maker = ThumbnailMaker(dataset: dataset, pool: pool) { (done) throws(NeSyError) in
            try ReportStage.report("small images drawn", done, of: wanted.count, to: observer)
        }
        let made = try maker.sheets(wanted, budget: &budget)
        contents.thumbnails = made?.sheets
        for (place, row) in wanted.prefix(made?.count ?? 0).enumerated() {
            if let entry = entries[row] { contents.images[entry].thumbnail = place }
        }
        let shown = made?.count ?? 0
        if shown == 0, !listed.isEmpty {
            contents.notes.append("To keep the page small, the evaluated images are listed without pictures.")
        } else if shown < listed.count {
            contents.notes.append(
                "\(shown) of the \(subject.evaluated.count) evaluated images have a picture: those that no rule covers "
                    + "first, then those where rules and truth or network differ.")
        }
    }

    /// More small images than anybody looks at.
    private static let mostThumbnails = 5_000
}
