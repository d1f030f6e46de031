#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How the learning rate changes along a training.
public enum Schedule: Sendable, Hashable {
    case constant
    /// Multiplied by `factor` every `epochs` epochs.
    case step(epochs: Int, factor: Float)
    /// Falls along half a cosine, step by step, from the full rate to `floor` of it at the end of the training.
    case cosine(floor: Float = 0.02)
    /// Multiplied by `factor` when the validation loss has not fallen by a ten-thousandth for more than `patience`
    /// epochs (PyTorch's ReduceLROnPlateau).
    case plateau(factor: Float = 0.5, patience: Int = 10)

    /// What ``plateau(factor:patience:)`` remembers.
    public struct State: Sendable, Hashable {
        /// What the rate has been multiplied by.
        public var factor: Double
        /// The least validation loss so far; infinite before the first epoch.
        public var best: Double
        public var epochsWithoutGain: Int

        public init(factor: Double = 1, best: Double = .infinity, epochsWithoutGain: Int = 0) {
            self.factor = factor
            self.best = best
            self.epochsWithoutGain = epochsWithoutGain
        }
    }

    /// The learning rate of one step.
    /// - Parameters:
    ///   - epoch, step: count from 0.
    ///   - totalSteps: steps in the whole training.
    public func rate(base: Float, epoch: Int, step: Int, totalSteps: Int, state: State) -> Float {
        switch self {
        case .constant: return base
        case .step(let epochs, let factor):
            return Float(Double(base) * pow(Double(factor), Double(epoch / max(1, epochs))))
        case .cosine(let floor):
            let progress = min(1, Double(step) / Double(max(1, totalSteps)))
            let share = Double(floor) + (1 - Double(floor)) * 0.5 * (1 + cos(Double.pi * progress))
            return Float(Double(base) * share)
        case .plateau: return Float(Double(base) * state.factor)
        }
    }

    /// Takes note of an epoch's validation loss.
    public func observe(validationLoss: Double, state: inout State) {
        guard case .plateau(let factor, let patience) = self else { return }
        if validationLoss < state.best * (1 - 1e-4) {
            state.best = validationLoss
            state.epochsWithoutGain = 0
        } else {
            state.epochsWithoutGain += 1
        }
        if state.epochsWithoutGain > patience {
            state.factor *= Double(factor)
            state.epochsWithoutGain = 0
        }
    }
}
