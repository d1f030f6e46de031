import NeSyJSON
import NeSyTensor

/// What one of several runs came to: the figures of its rules on the test images, on the training images where the
/// data set has no others.
public struct RunOutcome: Sendable, Hashable {
    public let seed: UInt64
    public let run: String
    /// Whether the figures are those of test images.
    public let isTested: Bool
    public let figures: RuleOutcome

    /// The figures that an extraction left in a run folder.
    /// - Throws: when there is no summary, or a figure in it is missing or cannot be.
    init(seed: UInt64, folder: RunFolder) throws(NeSyError) {
        let file = RulesFolder(folder.rulesFolder, files: folder.files).summaryFile
        let summary = try folder.readJSON(file)
        self.seed = seed
        run = folder.path
        isTested = summary["test"]?.members != nil
        do throws(NeSyError) {
            figures = try RuleOutcome(summary: summary, split: isTested ? "test" : "train")
        } catch {
            var error = error.located(at: file)
            error.remedy = "Extract the rules again: nesy extract \(folder.path) --force"
            throw error
        }
    }
}
