/// How numbers of ``ConceptEvidence`` become the probability that an image shows a concept.
public enum EvidenceReading: Sendable, Hashable {
    /// They are probabilities.
    case probabilities
    /// They are similarities, such as the cosine of two embeddings; the softmax over an image's concepts makes
    /// probabilities of them (CLIP-Dissect).
    case similarities
}
