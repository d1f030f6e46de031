import Foundation
import NeSy

/// Do filters get the names of what moves them? Trains networks on generated rooms, names all their filters by masks
/// with every score, and compares with what happens to the filters when objects are taken out of scenes. Filters that
/// are never on are left out: sparse networks have them, and no rule speaks of them. And the predicates of the rules
/// are named by tags alone.
///
///     swift run -c release --package-path Benchmarks Labelling [EPOCHS [PAIRS [SEED]]]
@main
struct Labelling {
    struct Case {
        let head: String
        let strength: Double
        let strategy: Strategy
        let seed: UInt64
    }

    static let scores: [(name: String, labelling: MaskLabelling)] = {
        var withoutBackground = MaskLabelling(.activationShare)
        withoutBackground.excluded.background = true
        return [
            ("enrichment", MaskLabelling()), ("enrichment, margin 0.2", MaskLabelling(margin: 0.2)),
            ("activation-share", MaskLabelling(.activationShare)),
            ("activation-share without background", withoutBackground), ("iou", MaskLabelling(.iou)),
        ]
    }()

    static func main() throws {
        let numbers = CommandLine.arguments.dropFirst().map { Int($0) ?? 0 }
        let (epochs, pairs) = (numbers.first ?? 12, numbers.dropFirst().first ?? 2000)
        let seed = UInt64(max(0, numbers.dropFirst(2).first ?? 1))
        guard epochs > 0, pairs > 0 else {
            print("usage: Labelling [EPOCHS [PAIRS [SEED]]]")
            exit(64)
        }
        print(
            "3,000 rooms of 64 pixels, 3 classes, 64 filters, \(epochs) epochs, seed \(seed); \(pairs) pairs of "
                + "scenes.\n")
        var totals = scores.map { _ in Tally() }
        var byFilters = SoftWPMI()
        byFilters.baseline = .filters
        var agreements = [
            TagAgreement("images drawn by lot", SoftWPMI()), TagAgreement("filters, as published", byFilters),
        ]
        for strategy in [Strategy.none, .ts3] {
            for strength in [0.5, 0.9] {
                for head in ["flat", "pooled"] {
                    let tallies = try measure(
                        Case(head: head, strength: strength, strategy: strategy, seed: seed), epochs: epochs,
                        pairs: pairs, agreements: &agreements)
                    for (index, tally) in tallies.enumerated() { totals[index].add(tally) }
                }
            }
        }
        print("## All networks\n")
        printTable(totals)
        print("Names of the predicates in rules from tags alone:\n\n\(TagAgreement.head)")
        for agreement in agreements { print(agreement.line) }
    }

    private static func measure(
        _ wanted: Case, epochs: Int, pairs: Int, agreements: inout [TagAgreement]
    ) throws -> [Tally] {
        var configuration = RoomsConfiguration()
        configuration.seed = wanted.seed
        configuration.validation = 0
        configuration.trainBalanced = 0
        configuration.plantedConfounders = [
            RoomConfounder(.rug, in: .bedroom, strength: wanted.strength),
            RoomConfounder(.plant, in: .kitchen, strength: wanted.strength),
        ]
        let rooms = try Rooms(configuration)
        let pool = WorkerPool()
        let backend = CPUBackend(pool: pool)
        let dataset = rooms.dataset([.train, .testIID], pool: pool)
        let place = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: place) }
        let path = place.path
        var training = TrainStage(data: "rooms", out: path)
        training.options.seed = wanted.seed
        training.options.strategy = wanted.strategy
        training.options.epochs = epochs
        training.options.filters = 64
        training.options.head = wanted.head
        let trained = try training.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        let run = try LoadedRun(path, backend: backend)
        let images = try run.images(of: dataset, pool: pool)
        _ = try ExtractStage(run: path).run(run, images: images, pool: pool, observer: SilentObserver())
        let norm = try run.norm()
        let readout = try FilterReadout(
            run.network, source: try images.trainingBatches(size: 50), classes: images.classes, norm: norm)
        let theta = try run.extractedThresholds().thresholds
        let bits = theta.binarize(readout.norms)
        let active = Set((0..<bits.columns).filter { bits.count(column: $0) * 100 >= bits.rows })
        let effects = try ConceptEffects(
            rooms, pairs: pairs, network: run.network, images: images, readout: readout, norm: norm, batchSize: 50,
            pool: pool)

        print("## \(wanted.strategy.rawValue), \(wanted.head) head, confounders at \(wanted.strength)\n")
        print(
            String(
                format: "The network is right on %.1f %% of test images; %d of its %d filters are on in 1 %% of the "
                    + "training images or more.\n", (trained.testAccuracy ?? .nan) * 100, active.count, bits.columns))
        var tallies: [Tally] = []
        var named: LabelStage.Result?
        for (name, labelling) in scores {
            var stage = LabelStage(run: path)
            stage.method = .masks(labelling)
            stage.namesAllFilters = true
            stage.force = true
            let result = try stage.run(run, images: images, pool: pool, observer: SilentObserver())
            let used = Set(result.program.usedAttributes)
            var tally = Tally()
            for label in result.labels.labels where active.contains(label.filter) {
                tally.add(label, isUsed: used.contains("f\(label.filter)"), effects)
            }
            if tallies.isEmpty {
                printMisses(result, among: used, effects)
                named = result
            }
            tallies.append(tally)
            if tallies.count == 1 || labelling.score == .activationShare && !labelling.excluded.background {
                print("By \(name):\n\n```\n\(result.program.text(result.notation))```\n")
            }
        }
        printTable(tallies)
        if let named {
            for index in agreements.indices {
                try agreements[index].add(run, images: images, dataset: dataset, masks: named, pool: pool)
            }
        }
        return tallies
    }

    /// The filters in the rules whose names leave out what raises them.
    private static func printMisses(_ result: LabelStage.Result, among used: Set<String>, _ effects: ConceptEffects) {
        for (row, label) in result.labels.labels.enumerated() where used.contains("f\(label.filter)") {
            let strong = effects.strong(of: label.filter)
            if label.concepts.contains(where: { concept in strong.contains { $0.name == concept.name } }) { continue }
            let raised = strong.map { String(format: "%@ %.2f", $0.name, effects[label.filter, $0]) }
            let scored = (result.findings.scores.map { scores in
                scores.concepts.indices.sorted { scores[row, $0] > scores[row, $1] }.prefix(4).map {
                    String(format: "%@ %.2f", scores.concepts[$0], scores[row, $0])
                }
            } ?? [])
            print(
                "`\(label.name ?? "f\(label.filter)")` is raised by \(raised.joined(separator: ", ")) (deviations); it "
                    + "scores \(scored.joined(separator: ", ")).\n")
        }
    }

    private static func printTable(_ tallies: [Tally]) {
        print(
            "| score | carry what raises them most | carry what moves them most | of those that an object moves | "
                + "first name is strong | names that are strong | names a filter | background first | none fits | "
                + "in rules: carry a strong one |")
        print("|---|" + String(repeating: "---:|", count: 9))
        for ((name, _), tally) in zip(scores, tallies) {
            print("| \(name) | \(tally.cells.joined(separator: " | ")) |")
        }
        print("")
        fflush(nil)
    }
}
