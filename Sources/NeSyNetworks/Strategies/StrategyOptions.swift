import NeSyCompute

/// Every choice that the papers leave open, with our default and why.
public struct StrategyOptions: Sendable, Hashable {
    /// A set of choices under one name.
    public enum Profile: String, Sendable, Hashable, CaseIterable {
        /// The paper's losses and nothing else: constant temperature 1, no soft-rule loss. The positive weight, of
        /// which the paper says nothing, is 4 here too.
        case paper
        /// What measured best: annealed temperature, the soft-rule loss above 20 classes; and `tiny` one convolution
        /// deeper, so that every filter sees more than the image.
        case recommended
    }

    /// How theta changes during training.
    public enum ThresholdPolicy: Sendable, Hashable {
        /// Taken once after the cross-entropy phase and kept: bits stay well separated.
        case fixed
        /// Taken anew every so many epochs: covers more, binarises less.
        case every(epochs: Int)
        /// The same constant for every filter, for training from scratch without a cross-entropy phase.
        case constant(Float)
    }

    /// What the distance of a norm from its threshold is divided by before the sigmoid.
    public enum Temperature: Sendable, Hashable {
        /// One value for all filters.
        case constant(Float)
        /// A fraction of every filter's threshold: makes norm and map size irrelevant.
        case relative(Float)
        /// Geometric from the first to the second value over the phase, the same for all filters.
        case annealed(from: Float, to: Float)
    }

    /// How strongly a filter answers; Frobenius as in the papers.
    public var norm: FilterNorm.Kind = .frobenius
    /// K: filters assigned to each class. 5 as in the EBP lineage.
    public var filtersPerClass = 5
    /// theta = h1 * mean + h2 * deviation.
    public var h1 = 0.6
    public var h2 = 0.7
    public var thresholdPolicy = ThresholdPolicy.fixed
    public var temperature = Temperature.constant(1)
    /// The weight of the cross-entropy; 0 for TS4.
    public var alpha: Float = 1
    /// The weight of the sparsity loss.
    public var beta: Float = 5
    public var form = SparsityLoss.Form.crossEntropy
    /// Mean over filters: a sum over hundreds of filters swamps the cross-entropy at beta 5.
    public var reduction = SparsityLoss.Reduction.mean
    /// Few targets are 1; 4 lifts the share of images covered without making filters fire for other classes.
    public var positiveWeight: Float = 4
    /// The weight of the soft-rule loss; 0 is off.
    public var softRule: Float = 0
    /// EBP's lambda, summed over batch and filters.
    public var eliteWeight: Float = 1e-3

    public init() {}

    /// The options of a profile for a task.
    public init(profile: Profile, strategy: Strategy, classes: Int) {
        if profile == .recommended {
            temperature = .annealed(from: 2, to: 0.3)
            softRule = classes > 20 ? 1 : 0
        }
        if strategy == .ts4 { alpha = 0 }
    }
}
