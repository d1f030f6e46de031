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
    /// - Throws: when there is no summary, or a figure is missing from it.
    init(seed: UInt64, folder: RunFolder) throws(NeSyError) {
        let file = RulesFolder(folder.rulesFolder, files: folder.files).summaryFile
        let json = try folder.readJSON(file)
        func need<Value>(_ value: Value?, _ key: String) throws(NeSyError) -> Value {
            if let value { return value }
            throw NeSyError(
                .badData, "The summary of rules is incomplete.", at: file, expected: key,
                found: String(json.text().prefix(80)),
                remedy: "Extract the rules again: nesy extract \(folder.path) --force")
        }
        isTested = json["test"]?.members != nil
        let split = isTested ? "test" : "train"
        func share(_ key: String) throws(NeSyError) -> Double {
            try need(json[split]?[key]?.doubleValue, "\(split).\(key)")
        }
        self.seed = seed
        run = folder.path
        networkAccuracy = try share("network_accuracy")
        ruleAccuracy = try share("accuracy")
        fidelity = try share("fidelity")
        unclassified = try share("unclassified")
        rules = try need(json["rules"]?.intValue, "rules")
        predicates = try need(json["predicates"]?.intValue, "predicates")
        literals = try need(json["literals"]?.intValue, "literals")
    }
}
