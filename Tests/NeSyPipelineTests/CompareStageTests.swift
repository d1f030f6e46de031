import NeSyNetworks
import NeSyPipeline
import NeSyTensor
import Testing

@Suite struct CompareStageTests {
    @Test func `Every strategy gets a row with its control, and TS2 is TS1 without pretrained weights`() throws {
        var stage = CompareStage()
        stage.options.epochs = 2
        stage.options.warmUpEpochs = 1
        stage.options.batchSize = 20
        stage.options.filters = 32
        stage.seeds = 1
        let (backend, pool) = SmallRooms.backend(threads: 2)
        let images = try DatasetImages(try SmallRooms.dataset(), options: stage.options, threads: 1)
        let table = try stage.run(images: images, backend: backend, pool: pool, observer: SilentObserver())
        #expect(table.outcomes.map(\.strategy) == Strategy.allCases)
        for outcome in table.outcomes {
            #expect(outcome.accuracyAtBudget.count == StrategyOutcome.budgets.count)
            let figures = outcome.figures
            for share in [figures.networkAccuracy, figures.ruleAccuracy, figures.fidelity, outcome.randomControl] {
                #expect((0...1).contains(share))
            }
        }
        #expect(table.outcomes[2].figures == table.outcomes[3].figures)
        #expect(table.markdown.split(separator: "\n").count == 2 + Strategy.allCases.count)
        #expect(table.markdown.contains(" | 1 filter a class % | 2 filters a class % | "))
        #expect(table.json["runs"]?.arrayValue?.count == Strategy.allCases.count)
    }
}
