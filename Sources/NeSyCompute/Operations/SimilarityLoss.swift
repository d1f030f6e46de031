/// The semantic similarity loss of bias correction (paper 2, §3.2): filters are pushed away from undesired concepts
/// and towards desired ones, by the cosine between a filter's map, flattened, and the concept's vector.
///
/// The printed equation is lost in our source. Our reading:
/// `factor * sum_i s sum_k sum_v weights[y_i, v] * cos(maps[i, :, k], vectors[v])` over images i, filters k and concept
/// vectors v, where a weight is positive for an undesired concept (the paper's lambda_B), negative for a desired one
/// (-lambda_G), and 0 for a vector that does not concern the class y_i of the image; `s` is the ``Reduction``. Vectors
/// are constants. The cosine with a map or vector of norm 1e-8 or less is 0 and passes no gradient.
public struct SimilarityLoss: Sendable, Hashable {
    public enum Reduction: String, Sendable, Hashable, CaseIterable {
        /// The mean over images of the sum over filters, which keeps the weights' meaning at any batch size.
        case imageMean = "image-mean"
        /// The sum over images and filters: the literal reading.
        case sum
        /// The mean over images and filters.
        case mean
    }

    public var batch: Int
    /// Height x width of a map.
    public var positions: Int
    public var filters: Int
    public var classes: Int
    /// The number of concept vectors.
    public var vectors: Int
    public var reduction: Reduction

    public init(
        batch: Int, positions: Int, filters: Int, classes: Int, vectors: Int, reduction: Reduction = .imageMean
    ) {
        precondition(batch > 0 && positions > 0 && filters > 0 && classes > 0 && vectors > 0)
        self.batch = batch
        self.positions = positions
        self.filters = filters
        self.classes = classes
        self.vectors = vectors
        self.reduction = reduction
    }

    /// Maps and vectors of this norm or less count as zero.
    public static let smallestNorm: Float = 1e-8

    /// The factor `s` for a batch in which so many images are not padding.
    func scale(valid: Int) -> Double {
        switch reduction {
        case .imageMean: 1 / Double(max(1, valid))
        case .sum: 1
        case .mean: 1 / Double(max(1, valid) * filters)
        }
    }
}

/// Loss and gradient of ``SimilarityLoss``.
public protocol SimilarityLossBackend {
    /// - Parameters:
    ///   - maps: `[batch, positions, filters]`. - labels: `[batch]` Int32; a row with label -1 is padding and counts
    ///     for nothing.
    ///   - vectors: `[vectors, positions]`. - weights: `[classes, vectors]`.
    ///   - factor: multiplied into loss and gradient.
    ///   - loss: one element, **added** to. - mapGradient: as `maps`, written or added.
    func similarityLoss(
        _ operation: SimilarityLoss, maps: BufferSlice, labels: BufferSlice, vectors: BufferSlice,
        weights: BufferSlice, factor: Float, loss: BufferSlice, mapGradient: BufferSlice, accumulate: Bool)
}
