import ArgumentParser
import NeSy

extension SoftWPMI.Baseline: SettingValue {}

/// How filters are named by what images show as a whole.
struct EvidenceOptions: ParsableArguments {
    private static let standard = SoftWPMI()

    static let tags = Setting<String>(
        "tags", absence: "none", "A table with a column of 0 and 1 for each concept, images by name (index.csv).",
        completion: .file(extensions: ["csv"]))
    static let similarity = Setting<String>(
        "similarity", absence: "none",
        "Similarities of images and concepts, by CLIP or any other tool: an .npz file with similarities [images, "
            + "concepts], and the names images and concepts.",
        completion: .file(extensions: ["npz", "npy"]))
    static let embeddings = Setting<CommaList<String>>(
        "embeddings", absence: "none",
        "Embeddings of images and of concepts, whose cosines are taken: two .npz files with embeddings, and the names "
            + "images and concepts.",
        completion: .file(extensions: ["npz", "npy"]))
    static let concepts = Setting<String>(
        "concepts", absence: "in the .npz file", "A text file with the name of a concept on each line.",
        completion: .file(extensions: ["txt"]))
    static let baseline = Setting(
        "baseline", default: standard.baseline,
        "What images that excite a filter are compared with: images drawn by lot, or those of all filters as published."
    )
    static let significance = Setting(
        "significance", default: standard.significance ?? 1,
        "How rarely images drawn by lot may share any concept as clearly, for it to fit; 1 names every filter.",
        .within(0.001...1))
    static let settings: [any SettingDescription] = [tags, similarity, embeddings, concepts, baseline, significance]

    @Option(Self.tags) var tags: String?
    @Option(Self.similarity) var similarity: String?
    @Option(
        name: .customLong(embeddings.key), parsing: .upToNextOption, help: embeddings.argumentHelp,
        completion: embeddings.completionKind)
    var embeddings: [String] = []
    @Option(Self.concepts) var concepts: String?
    @Option(Self.baseline) var baseline: SoftWPMI.Baseline?
    @Option(Self.significance) var significance: Double?

    /// Those of the command line.
    var given: [String] {
        [
            (Self.tags.key, tags != nil), (Self.similarity.key, similarity != nil),
            (Self.embeddings.key, !embeddings.isEmpty), (Self.concepts.key, concepts != nil),
            (Self.baseline.key, baseline != nil), (Self.significance.key, significance != nil),
        ].filter(\.1).map(\.0)
    }

    /// The options that ask for names without masks.
    func askers(_ settings: SettingsResolver) throws(NeSyError) -> [ResolvedSetting] {
        [
            try settings.resolve(Self.tags, tags), try settings.resolve(Self.similarity, similarity),
            try settings.resolve(Self.embeddings, embeddingFiles),
        ]
    }

    private var embeddingFiles: CommaList<String>? {
        embeddings.isEmpty ? nil : CommaList(embeddings.flatMap { $0.split(separator: ",").map(String.init) })
    }

    /// What says which concepts images show; nil for a method that looks elsewhere.
    func source(_ method: NamingMethod, _ settings: SettingsResolver) throws(NeSyError) -> EvidenceSource? {
        switch method {
        case .tags: return .tags(try settings.value(Self.tags, tags))
        case .similarity:
            return .similarities(
                try settings.value(Self.similarity, similarity), names: try settings.optional(Self.concepts, concepts))
        case .embeddings:
            let files = try settings.value(Self.embeddings, embeddingFiles).elements
            guard files.count == 2 else {
                throw NeSyError(
                    .usage, "Embeddings are two files.", at: "--embeddings \(files.joined(separator: " "))",
                    expected: "IMAGES.npz CONCEPTS.npz", found: "\(files.count)",
                    remedy: "Name the run before the options.")
            }
            return .embeddings(
                images: files[0], concepts: files[1], names: try settings.optional(Self.concepts, concepts))
        case .masks, .names, .byHand: return nil
        }
    }

    /// The score, with what masks and evidence share.
    func wpmi(_ settings: SettingsResolver, masks: MaskOptions, seed: UInt64) throws(NeSyError) -> SoftWPMI {
        var wpmi = SoftWPMI()
        wpmi.baseline = try settings.value(Self.baseline, baseline)
        let significance = try settings.value(Self.significance, significance)
        wpmi.significance = significance == 1 ? nil : significance
        wpmi.seed = seed
        if let margin = try settings.optional(MaskOptions.margin, masks.margin) { wpmi.margin = margin }
        wpmi.excluded = try masks.excluded(settings)
        return wpmi
    }
}
