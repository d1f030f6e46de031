import NeSyFormats
import NeSyJSON
import NeSyStorage
import NeSyTensor

/// What one of several runs came to: the figures of its rules on the test images, on the training images where the
/// data set has no others.
public struct RunOutcome: Sendable, Hashable, RuleOutcome {
    public let seed: UInt64
    public let run: String
    /// Whether the figures are those of test images.
    public let isTested: Bool
    public let networkAccuracy: Double
    public let ruleAccuracy: Double
    public let fidelity: Double
    public let unclassified: Double
    public let rules: Int
    public let predicates: Int
    public let literals: Int

    /// The figures that an extraction left in a run folder.
    /// - Throws: when there is no summary, or a figure in it is missing or cannot be.
    init(seed: UInt64, folder: RunFolder) throws(NeSyError) {
        let file = RulesFolder(folder.rulesFolder, files: folder.files).summaryFile
        let json = try folder.readJSON(file)
        func need<Value>(
            _ value: Value?, in range: ClosedRange<Value>, _ key: String, _ found: JSON?
        ) throws(NeSyError) -> Value {
            if let value, range.contains(value) { return value }
            throw NeSyError(
                .badData, "A figure is missing in the summary of rules, or cannot be.", at: file,
                expected: "\(key) from \(range.lowerBound) to \(range.upperBound)", found: found?.text() ?? "nothing",
                remedy: "Extract the rules again: nesy extract \(folder.path) --force")
        }
        isTested = json["test"]?.members != nil
        let split = isTested ? "test" : "train"
        func share(_ key: String) throws(NeSyError) -> Double {
            let found = json[split]?[key]
            return try need(found?.doubleValue, in: 0...1, "\(split).\(key)", found)
        }
        func count(_ key: String) throws(NeSyError) -> Int {
            try need(json[key]?.intValue, in: 0...Int(Int32.max), key, json[key])
        }
        self.seed = seed
        run = folder.path
        networkAccuracy = try share("network_accuracy")
        ruleAccuracy = try share("accuracy")
        fidelity = try share("fidelity")
        unclassified = try share("unclassified")
        rules = try count("rules")
        predicates = try count("predicates")
        literals = try count("literals")
    }
}
