import NeSyInduction
import NeSyJSON
import NeSyLogic
import NeSyTensor
import NeSyTestSupport
import Testing

/// The rule texts of the published systems, letter for letter.
@Suite struct PublishedModelTests {
    @Test(
        .enabled(if: SharedData.isPresent(ReferenceData.file)),
        arguments: ReferenceData.models.indices.filter {
            ReferenceData.models[$0]["tie_order_dependent"]?.boolValue == false
        })
    func foldSEGivesTheTextOfTheService(model index: Int) throws {
        let model = ReferenceData.models[index]
        let positive = try #require(model["positive_value"]?.stringValue)
        #expect(try lines(model, positive, .parity) == model.strings("rules"))
    }

    @Test(
        .enabled(if: SharedData.isPresent(ReferenceData.file)),
        arguments: ReferenceData.dataSets(withText: "foldrm_ratio0.5"))
    func foldRMGivesTheTextOfTheReference(dataSet: String) throws {
        let entry = try #require(ReferenceData.document?["datasets"]?[dataSet])
        let (table, labels) = ReferenceData.training(entry)
        let program = try FoldRM().learn(table, labels: labels)
        #expect(
            program.textLines(RuleNotation(style: .foldRM)) == entry["foldrm_ratio0.5"]?.strings("text"))
    }

    @Test(
        .enabled(if: SharedData.isPresent(ReferenceData.file)),
        arguments: ReferenceData.dataSets(withText: "foldsem_recon_ratio0.5_tail0.005"))
    func foldSEMGivesTheTextOfThePrototype(dataSet: String) throws {
        let entry = try #require(ReferenceData.document?["datasets"]?[dataSet])
        // The prototype kept the table's column order: no column is declared numeric, so none moves.
        let (table, labels) = ReferenceData.training(entry, declaringNumeric: false)
        var learner = FoldSEM.parity
        learner.limits.ratio = 0.5
        let program = try learner.learn(table, labels: labels)
        #expect(
            program.textLines().map { $0.lowercased() }
                == entry["foldsem_recon_ratio0.5_tail0.005"]?.strings("text").map { $0.lowercased() })
    }

    @Test(
        .enabled(if: SharedData.isPresent(ReferenceData.file)),
        arguments: ReferenceData.dataSets(withText: "foldse_recon_ratio0.5_tail0.005"))
    func foldSEGivesTheTextOfThePrototype(dataSet: String) throws {
        let entry = try #require(ReferenceData.document?["datasets"]?[dataSet])
        let (table, labels) = ReferenceData.training(
            entry, attributes: "binary_attr_order", numeric: "binary_numeric")
        let positive = try #require(entry["binary_positive"]?.stringValue)
        let program = try FoldSE.parity.learn(
            table, labels: labels, positive: try #require(labels.classes.firstIndex(of: positive)))
        #expect(
            program.textLines().map { $0.lowercased() }
                == entry["foldse_recon_ratio0.5_tail0.005"]?.strings("text").map { $0.lowercased() })
    }

    private func lines(_ model: JSON, _ positive: String, _ learner: FoldSE) throws -> [String] {
        let (table, labels) = ReferenceData.training(model)
        let program = try learner.learn(
            table, labels: labels, positive: try #require(labels.classes.firstIndex(of: positive)))
        return program.textLines(RuleNotation(classNames: [positive: "1"]))
    }
}
