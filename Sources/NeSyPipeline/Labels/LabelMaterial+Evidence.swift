import NeSyConcepts
import NeSyData
import NeSyTensor

extension LabelMaterial {
    /// Names filters by what the images that excite them show as a whole.
    /// - Throws: what reading the source throws, and a usage error for a concept to ignore that is none.
    func findings(by source: EvidenceSource, _ wpmi: SoftWPMI) throws(NeSyError) -> LabelFindings {
        let rows = ImageRows(images: dataset.samples.map(\.name))
        let files = run.folder.files
        let scores: EvidenceScores
        switch source {
        case .tags(let path):
            let tags = try ImageTags(path, for: dataset, files)
            if !tags.passedOver.isEmpty {
                observer.note("not taken as concepts: " + LabelMaterial.list(tags.passedOver))
            }
            scores = try self.scores(try TagEvidence(concepts: tags.concepts, values: tags.values), wpmi, at: path)
        case .similarities(let path, let names):
            scores = try self.scores(
                try SimilarityFile(path, concepts: names, rows: rows, files: files), wpmi, at: path)
        case .embeddings(let images, let concepts, let names):
            scores = try self.scores(
                try EmbeddingProduct(
                    images: images, concepts: concepts, names: names, rows: rows, backend: run.network.backend,
                    files: files), wpmi, at: images)
        }
        return LabelFindings(
            method: source.method, score: SoftWPMI.name, margin: wpmi.margin,
            choices: filters.enumerated().map { ($1, scores.choice($0)) },
            scores: scores.scores)
    }

    private func scores(
        _ evidence: some ConceptEvidence, _ wpmi: SoftWPMI, at place: String
    ) throws(NeSyError) -> EvidenceScores {
        try requireKnown(wpmi.excluded.names, among: evidence.concepts)
        do throws(NeSyError) {
            return try wpmi.scores(
                norms: readout.norms, filters: filters, evidence: evidence, pool: pool,
                progress: { (done, total) throws(NeSyError) in try report("images compared", done, total) })
        } catch {
            guard error.kind == .badData, error.location?.hasPrefix(place) != true else { throw error }
            throw error.located(at: place)
        }
    }

    /// - Throws: a usage error when a concept to ignore is none.
    func requireKnown(_ ignored: Set<String>, among concepts: [String]) throws(NeSyError) {
        guard let unknown = ignored.subtracting(concepts).min() else { return }
        throw NeSyError(
            .usage, "There is no such concept to ignore.", at: "--ignore \(unknown)",
            expected: LabelMaterial.list(concepts), found: unknown)
    }

    /// The first of some words.
    private static func list(_ words: [String]) -> String {
        words.prefix(20).joined(separator: ", ") + (words.count > 20 ? ", …" : "")
    }
}
