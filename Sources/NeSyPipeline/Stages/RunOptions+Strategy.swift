import NeSyCompute
import NeSyNetworks
import NeSyTensor

extension RunOptions {
    /// The strategy's choices: the profile's, where the user said nothing else.
    public func strategyOptions(classes: Int) throws(NeSyError) -> StrategyOptions {
        var options = StrategyOptions(profile: profile, strategy: strategy, classes: classes)
        if let filtersPerClass { options.filtersPerClass = filtersPerClass }
        if let alpha { options.alpha = Float(alpha) }
        if let beta { options.beta = Float(beta) }
        if let positiveWeight { options.positiveWeight = Float(positiveWeight) }
        if let softRule { options.softRule = Float(softRule) }
        if let h1 { options.h1 = h1 }
        if let h2 { options.h2 = h2 }
        if let eliteWeight { options.eliteWeight = Float(eliteWeight) }
        if let norm { options.norm = try RunOptions.choice("norm", norm) }
        if let lossForm { options.form = try RunOptions.choice("loss-form", lossForm) }
        if let reduction { options.reduction = try RunOptions.choice("reduction", reduction) }
        if let temperature { options.temperature = try RunOptions.temperature(temperature) }
        if let thresholdPolicy { options.thresholdPolicy = try RunOptions.thresholdPolicy(thresholdPolicy) }
        return options
    }

    static func choice<Value: RawRepresentable & CaseIterable>(
        _ option: String, _ text: String
    ) throws(NeSyError) -> Value where Value.RawValue == String {
        if let value = Value(rawValue: text) { return value }
        throw NeSyError(
            .usage, "--\(option) has no such value.",
            expected: Value.allCases.map(\.rawValue).joined(separator: ", "), found: text)
    }

    static func temperature(_ text: String) throws(NeSyError) -> StrategyOptions.Temperature {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 1, let value = Float(parts[0]), value > 0 { return .constant(value) }
        if parts[0] == "relative", parts.count <= 2 {
            if parts.count == 1 { return .relative(0.25) }
            if let share = Float(parts[1]), share > 0 { return .relative(share) }
        }
        if parts[0] == "anneal", parts.count == 3, let from = Float(parts[1]), let to = Float(parts[2]), from > 0,
            to > 0
        {
            return .annealed(from: from, to: to)
        }
        throw NeSyError(
            .usage, "--temperature cannot be read.",
            expected: "a positive number, relative, relative:SHARE or anneal:FROM:TO", found: text)
    }

    static func thresholdPolicy(_ text: String) throws(NeSyError) -> StrategyOptions.ThresholdPolicy {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if text == "fixed" { return .fixed }
        if parts.count == 2, parts[0] == "every", let epochs = Int(parts[1]), epochs > 0 {
            return .every(epochs: epochs)
        }
        if parts.count == 2, parts[0] == "constant", let value = Float(parts[1]), value > 0 { return .constant(value) }
        throw NeSyError(
            .usage, "--threshold-policy cannot be read.", expected: "fixed, every:EPOCHS or constant:VALUE", found: text
        )
    }
}
