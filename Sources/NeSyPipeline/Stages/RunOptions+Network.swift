import NeSyNetworks
import NeSyTensor

extension RunOptions {
    /// The network that the options ask for.
    public func graph(input: FeatureShape, classes: Int) throws(NeSyError) -> NetworkGraph {
        var architectureOptions = ArchitectureOptions()
        architectureOptions.filters = filters
        if let head { architectureOptions.head = try RunOptions.choice("head", head) }
        if let normalizesFilters { architectureOptions.normalizesFilters = normalizesFilters }
        architectureOptions.middleConvolutions = depth ?? (profile == .recommended ? 2 : 1)
        return try Architecture(architecture).graph(input: input, classes: classes, options: architectureOptions)
    }

    func networkOptimizer() throws(NeSyError) -> Optimizer {
        let decay = Float(weightDecay)
        switch optimizer {
        case "sgd": return .sgd(momentum: 0.9, decay: decay)
        case "adam": return .adam(decay: decay)
        case "adamw": return .adamW(decay: decay)
        case "adadelta": return .adaDelta(decay: decay)
        default:
            throw NeSyError(
                .usage, "--optimizer has no such value.", expected: "sgd, adam, adamw or adadelta", found: optimizer)
        }
    }

    func networkSchedule() throws(NeSyError) -> Schedule {
        switch schedule {
        case "constant": return .constant
        case "cosine": return .cosine()
        case "step": return .step(epochs: max(1, epochs / 3), factor: 0.1)
        case "plateau": return .plateau()
        default:
            throw NeSyError(
                .usage, "--schedule has no such value.", expected: "constant, cosine, step or plateau",
                found: schedule)
        }
    }
}
