/// How well a concept's mask explains where a filter is active.
public enum MaskScore: String, Sendable, Hashable, CaseIterable {
    /// How much the concept goes with the filter. In space: its share of the activation divided by its share of the
    /// picture, so that large concepts gain nothing from being large. And among the images: up to three times as much
    /// where its presence goes with a large norm of the filter, down to a third where it goes with a small one
    /// (``ConceptCorrelations``), so that what is in every picture gains nothing from being there. Above 1 is more than
    /// chance.
    case enrichment
    /// The concept's share of the activation: the score of NeSyFOLD's program (paper 2 calls it IoU). Maps of deep
    /// layers are broad, so it tends to name the largest thing in the picture.
    case activationShare = "activation-share"
    /// Intersection over union of the concept and the region where the filter is active.
    case iou

    /// The margin of NeSyFOLD's program for shares; for enrichment, where it is relative to the best concept, the one
    /// that tells most filters of several concepts rightly (Benchmarks/results/labelling.md).
    var standardMargin: Double { self == .enrichment ? 0.5 : 0.05 }
}
