/// What says which concepts images show as a whole, where there are no masks.
public enum EvidenceSource: Sendable, Hashable {
    /// A table with a column of 0 and 1 for each concept: `index.csv`, or a folder with it.
    case tags(String)
    /// Similarities of images and concepts, an `.npz` or `.npy` file, with a text file of the concepts' names where the
    /// archive has none.
    case similarities(String, names: String?)
    /// Embeddings of images and of concepts, whose cosines are taken.
    case embeddings(images: String, concepts: String, names: String?)

    /// What the method is called in `labels.json`.
    public var method: String {
        switch self {
        case .tags: "tags"
        case .similarities: "similarity"
        case .embeddings: "embeddings"
        }
    }
}
