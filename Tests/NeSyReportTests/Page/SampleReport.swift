import NeSyFormats
import NeSyLogic
import NeSyReport
import NeSyTensor

/// A report as a run would give it: classes with predicates of their own, rules with exceptions over them, and images
/// on which predicates mostly hold where they should. Drawn from a seed.
struct SampleReport {
    var title = "rooms-gap"
    var classes = ["bathroom", "bedroom", "kitchen"]
    /// Names of predicates; predicate `j` belongs to class `j` modulo the number of classes. Nil has none.
    var names: [String?] = ["sink1", "bed1", "stove1", "tub1", "lamp1_rug1", "fridge1", nil]
    var images = 240
    var tiles = 10
    var tileSide = 64
    var thumbnails = 240
    var epochs = 30
    var seed: UInt64 = 0

    func contents() throws -> ReportContents {
        var random = SplitMix64(seed: seed)
        let program = program
        var contents = ReportContents(title: title, classes: classes, program: program)
        contents.facts = [
            ReportFact("Data", "rooms, \(classes.count) classes, \(images) test images"),
            ReportFact("Network", "tiny, 32 filters"), ReportFact("Seed", "\(seed)"),
            ReportFact("Strategy", seed == 0 ? "cross-entropy, then TS3" : "cross-entropy"),
        ]
        contents.notes = ["The images beside predicates are training images."]

        // Which predicates hold for which image.
        let truth = (0..<images).map { Int32($0 % classes.count) }
        var bits = BitMatrix(rows: images, columns: names.count)
        var norms = [[Float]](repeating: [], count: names.count)
        for (row, label) in truth.enumerated() {
            for predicate in names.indices {
                let isOwn = predicate % classes.count == Int(label)
                let holds = random.chance() < (isOwn ? 0.78 : 0.06)
                bits[row, predicate] = holds
                let (one, two) = (random.chance(), random.chance())
                norms[predicate].append(Float(holds ? 2 + 2 * one : 1.9 * one * two))
            }
        }
        let attributes = names.indices.map { "f\($0 * 3 + 2)" }
        let table = Table(bits: bits, names: attributes)
        let evaluation = try program.evaluate(table)
        let labels = Labels(classes: classes, indices: truth)
        let network = truth.map {
            random.chance() < 0.95 ? $0 : Int32(random.chance() * Double(classes.count))
        }
        let agreement = program.agreement(of: evaluation, with: labels)
        let fidelity = program.agreement(of: evaluation, with: Labels(classes: classes, indices: network))
        contents.networkConfusion = ConfusionMatrix(classes: classes, truth: truth, predictions: network)
        contents.ruleConfusion = ConfusionMatrix(agreement)
        contents.evaluated = SplitFigures(
            images: images, accuracy: agreement.share, fidelity: fidelity.share,
            networkAccuracy: Double(zip(truth, network).count { $0 == $1 }) / Double(images),
            unclassified: agreement.unclassifiedShare, uncovered: evaluation.rules.count { $0 < 0 })
        contents.train = SplitFigures(
            images: images * 4, accuracy: 0.961, fidelity: 0.97, networkAccuracy: 0.991, unclassified: 0.021,
            uncovered: images / 12)
        contents.evaluatedPerClass = classes.indices.map { index in truth.count { Int($0) == index } }
        contents.rules = program.rules.indices.map { rule in
            let fired = evaluation.rules.indices.filter { evaluation.rules[$0] == rule }
            let support = Rule.Support(
                fired: fired.count, correct: fired.count { Int(truth[$0]) == program.rules[rule].classIndex })
            return RuleRecord(
                train: Rule.Support(fired: support.fired * 4, correct: support.correct * 4), evaluated: support)
        }
        contents.learning = (0..<epochs).map { epoch in
            let progress = 1 - 1 / (1 + Double(epoch) * 0.35)
            return LearningPoint(
                epoch: epoch + 1, phase: epoch < epochs / 2 ? "cross-entropy" : "TS3",
                loss: 1.1 * (1 - progress) + 0.04 * random.chance() + (epoch < epochs / 2 ? 0 : 0.35 * (1 - progress)),
                trainAccuracy: 0.36 + 0.62 * progress, testAccuracy: 0.35 + 0.6 * progress + 0.02 * random.chance())
        }
        contents.predicates = try sheets(norms, bits, truth, &random)
        list(table, truth, network, program, in: &contents)
        try draw(in: &contents)
        return contents
    }

    /// A rule for every predicate, which must not see the next one; every third has an exception, and every sixth an
    /// exception to it.
    var program: RuleProgram {
        let attributes = names.indices.map { "f\($0 * 3 + 2)" }
        var exceptions: [Clause] = []
        let rules = names.indices.map { predicate in
            func literal(_ step: Int, _ test: Literal.Test) -> Literal {
                Literal(attributes[(predicate + step) % names.count], test)
            }
            var body = [literal(0, .equal("1"))]
            if names.count > 1 { body.append(literal(1, .notEqual("1"))) }
            var refers: [Int] = []
            if predicate % 3 == 2 {
                if predicate % 6 == 5 {
                    exceptions.append(Clause(body: [literal(4, .equal("1"))]))
                    exceptions.append(Clause(body: [literal(2, .equal("1"))], exceptions: [exceptions.count - 1]))
                } else {
                    exceptions.append(Clause(body: [literal(2, .equal("1")), literal(3, .notEqual("1"))]))
                }
                refers = [exceptions.count - 1]
            }
            return Rule(classIndex: predicate % classes.count, clause: Clause(body: body, exceptions: refers))
        }
        return RuleProgram(
            form: .decisionList, classes: classes, attributes: attributes, rules: rules, exceptions: exceptions)
    }

    private func sheets(
        _ norms: [[Float]], _ bits: BitMatrix, _ truth: [Int32], _ random: inout SplitMix64
    ) throws -> [PredicateEntry] {
        let used = program.usedAttributes
        var sheets: [PredicateEntry] = []
        for attribute in used {
            guard let predicate = names.indices.first(where: { "f\($0 * 3 + 2)" == attribute }) else { continue }
            var sheet = PredicateEntry(attribute: attribute, name: names[predicate], origin: "Filter of 32")
            if let name = names[predicate] {
                sheet.concepts = [
                    .init(name.filter(\.isLetter), score: 5.2), .init("floor", score: 1.1), .init("window", score: 0.4),
                ]
            } else {
                sheet.note = "No concept fits, so the filter keeps its number."
            }
            sheet.threshold = 1.95
            sheet.histogram = NormHistogram(norms: norms[predicate], labels: truth, classes: classes.count)
            sheet.holds = classes.indices.map { index in
                truth.indices.count { Int(truth[$0]) == index && bits[$0, predicate] }
            }
            for rank in 0..<tiles {
                let image = SampleReport.picture(
                    predicate % classes.count, number: rank, side: tileSide, heat: predicate, &random)
                sheet.tiles.append(
                    EvidenceTile(
                        picture: EncodedPicture(
                            bytes: try JPEG.encode(image, quality: 82), format: .jpeg, width: tileSide,
                            height: tileSide),
                        name: "train/\(classes[predicate % classes.count])/\(rank).png", norm: 4.5 - Double(rank) / 7,
                        classIndex: predicate % classes.count, image: rank % 2 == 0 && rank < images ? rank : nil))
            }
            sheets.append(sheet)
        }
        return sheets
    }

    private func list(
        _ table: Table, _ truth: [Int32], _ network: [Int32], _ program: RuleProgram, in contents: inout ReportContents
    ) {
        var places: [[Bool]: Int] = [:]
        for row in 0..<images {
            let holds = contents.predicates.map { sheet in
                table.index(of: sheet.attribute).map { table.columns[$0].cell(row) == .string("1") } ?? false
            }
            let place = places[holds] ?? contents.patterns.count
            if places[holds] == nil, let justification = try? program.justify(row: row, of: table) {
                places[holds] = place
                contents.patterns.append(PredicatePattern(holds: holds, justification: justification))
            }
            contents.images.append(
                ImageEntry(
                    name: "test/\(classes[Int(truth[row])])/\(1000 + row).png", classIndex: Int(truth[row]),
                    network: Int(network[row]), pattern: place, thumbnail: row < thumbnails ? row : nil))
        }
    }

    private func draw(in contents: inout ReportContents) throws {
        let count = min(thumbnails, images)
        guard count > 0 else { return }
        var random = SplitMix64(seed: seed &+ 7)
        let (side, columns, perSheet) = (32, 10, 100)
        let sheets = try stride(from: 0, to: count, by: perSheet).map { first in
            let tiles = (first..<min(count, first + perSheet)).map {
                SampleReport.picture(contents.images[$0].classIndex, number: $0, side: side, heat: nil, &random)
            }
            let sheet = Montage(tiles, columns: columns, gap: 0).image().padded(to: columns * side)
            return EncodedPicture(
                bytes: try PNG.encode(sheet), format: .png, width: sheet.width, height: sheet.height)
        }
        contents.thumbnails = ThumbnailSheets(side: side, columns: columns, perSheet: perSheet, sheets: sheets)
    }

    /// A wall, a floor, and furniture that a class has; with heat over one piece of it.
    static func picture(_ kind: Int, number: Int, side: Int, heat: Int?, _ random: inout SplitMix64) -> RasterImage {
        let wall = 150 + Int(random.chance() * 70)
        let horizon = side / 2 + Int(random.chance() * Double(side / 6))
        let (width, height) = (side / 3 + Int(random.chance() * Double(side / 5)), side / 4 + side / 8)
        let left = Int(random.chance() * Double(side - width))
        let top = horizon - height / 2
        var samples: [UInt8] = []
        samples.reserveCapacity(side * side * 3)
        let colour = Palette.categories[(kind * 3 + 1) % Palette.categories.count]
        let furniture = [Int(colour.red), Int(colour.green), Int(colour.blue)]
        for y in 0..<side {
            for x in 0..<side {
                let grain = Int(random.chance() * 14) - 7
                let isFurniture = x >= left && x < left + width && y >= top && y < top + height
                var pixel = y < horizon ? [wall, wall - 8, wall - 22] : [128, 104, 82]
                if isFurniture { pixel = furniture.map { $0 * (y < top + height / 3 ? 10 : 7) / 10 } }
                if heat != nil {
                    let (dx, dy) = (Double(x - left - width / 2), Double(y - top - height / 2))
                    let strength = max(0, 1 - (dx * dx + dy * dy).squareRoot() / Double(side) * 2.4)
                    let hot = [250.0, 90 + 150 * strength, 40]
                    pixel = zip(pixel, hot).map { Int(Double($0) * (1 - 0.65 * strength) + $1 * 0.65 * strength) }
                    if abs(strength - 0.5) < 0.025 { pixel = [255, 255, 255] }
                }
                samples += pixel.map { UInt8(min(max($0 + grain, 0), 255)) }
            }
        }
        return RasterImage(width: side, height: side, channels: 3, samples)
    }
}

extension SplitMix64 {
    /// From 0 to below 1.
    mutating func chance() -> Double { Double(next() >> 11) / Double(1 << 53) }
}

extension RasterImage {
    /// The image with black to its right where it is narrower.
    fileprivate func padded(to newWidth: Int) -> RasterImage {
        if width == newWidth { return self }
        var samples: [UInt8] = []
        for y in 0..<height {
            for x in 0..<newWidth {
                for channel in 0..<3 { samples.append(x < width ? UInt8(self[x, y, channel]) : 0) }
            }
        }
        return RasterImage(width: newWidth, height: height, channels: 3, samples)
    }
}
