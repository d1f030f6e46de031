import NeSyLogic
import NeSyNetworks
import NeSyTensor

extension LoadedRun {
    /// The rules that were extracted from this run.
    /// - Throws: what reading them throws; bad data when they speak of anything but the filters of this network, on or
    ///   off.
    public func extractedProgram() throws(NeSyError) -> RuleProgram {
        let rules = RulesFolder(folder.rulesFolder, files: folder.files)
        let program = try rules.program()
        let count = try network.graph.shape(of: NetworkGraph.filtersTap).channels
        let filters = Set(FilterReadout.attributeNames(filters: count))
        let literals = program.rules.flatMap(\.body) + program.exceptions.flatMap(\.body)
        let odd = literals.first {
            !filters.contains($0.attribute) || $0.test.text != "0" && $0.test.text != "1"
        }
        if let odd {
            throw NeSyError(
                .badData, "The rules are no rules over the filters of this network.", at: rules.programFile,
                expected: "f0 to f\(count - 1), on or off",
                found: filters.contains(odd.attribute) ? "another test of \(odd.attribute)" : odd.attribute,
                remedy: "Extract the rules again: nesy extract \(folder.path) --force")
        }
        return program
    }
}
