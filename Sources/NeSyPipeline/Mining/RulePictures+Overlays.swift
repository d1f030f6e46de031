import NeSyLogic
import NeSyReport
import NeSyTensor

extension RulePictures.Subject {
    /// The filters that the rules use, with the average activations of every class.
    func overlays() throws(NeSyError) -> [PictureFile] {
        guard let shape = pair.tails.shape else { return [] }
        let maps = try classMeans()
        let texts = RobustRuleSet(mined, between: pair).rules
        let rules = zip(mined.rules, texts).map { found, text in
            RuleOverlay.Rule(
                label: label(text.head),
                detail: "\(found.rule.tailThreshold) of \(found.rule.tail.count) in the layer, "
                    + "\(found.holds) of \(found.applies) images",
                classes: found.rule.head, units: found.rule.tail.map { $0 - pair.heads.count })
        }
        return try RuleOverlay(
            layer: pair.tails.layer, classes: pair.heads.names, height: shape.height, width: shape.width,
            filters: shape.channels, maps: maps, rules: rules
        ).files()
    }

    /// Mean activations of the tails' layer over the images of each class, as the heads have it:
    /// `[classes, height, width, filters]`.
    func classMeans() throws(NeSyError) -> [Float] {
        let (classes, size) = (pair.heads.count, pair.tails.count)
        var classOfRow = [Int](repeating: -1, count: pair.rows)
        var counts = [Double](repeating: 0, count: classes)
        for label in 0..<classes {
            pair.heads.bits.column(label).forEachRow { row in
                classOfRow[row] = label
                counts[label] += 1
            }
        }
        var sums = [Double](repeating: 0, count: classes * size)
        var row = 0
        try run.network.activations(
            of: pair.tails.layer, in: images.ordered(dataset, run.description.options.batchSize)
        ) { (batch) throws(NeSyError) in
            let values = try batch.backend.download(batch.maps[0])
            for image in 0..<batch.count where classOfRow[row + image] >= 0 {
                let (from, to) = (image * size, classOfRow[row + image] * size)
                for item in 0..<size { sums[to + item] += Double(values[from + item]) }
            }
            row += batch.count
            try report("activations averaged", row, of: dataset.count)
        }
        return sums.indices.map { Float(sums[$0] / max(1, counts[$0 / size])) }
    }

    /// The head in words; of most classes those that are missing.
    private func label(_ head: CountCondition) -> String {
        let missing = pair.heads.names.filter { !head.attributes.contains($0) }
        guard head.threshold == 1, 2 * missing.count < pair.heads.count, pair.heads.count > 2 else {
            return head.text()
        }
        return missing.isEmpty ? "any class" : "any class but " + missing.joined(separator: ", ")
    }
}
