import NeSyJSON
import NeSyTensor

/// What an ``Intervention`` did to every class.
public struct InterventionOutcome: Sendable, Hashable {
    public struct ClassRow: Sendable, Hashable {
        public let name: String
        /// Images of the class that were classified.
        public let images: Int
        /// How many weights into the class were cut; 0 for a class without a rule.
        public let weights: Int
        /// The share of the images that the network classifies rightly; nil without images.
        public let accuracyBefore: Double?
        /// The same after the cut; nil without images or rule, as everything below.
        public let accuracyAfter: Double?
        /// The 90 % quantile of the accuracies of the controls, see ``InterventionOutcome/controlQuantile(of:)``.
        public let controlQuantile: Double?
        /// How many controls left the class with at most the accuracy that the cut left it with.
        public let controlsAsHarmful: Int?
        /// The class that most of the images whose class changed are now taken for, the first of equals; nil when
        /// none changed.
        public let mostCommon: String?

        /// Whether the row counts for the medians.
        public var isMeasured: Bool { accuracyAfter != nil }
    }

    /// The layer whose neurons were cut off.
    public let layer: String
    /// How many weights lead into every class.
    public let weightsPerClass: Int
    public let controls: Int
    public let seed: UInt64
    /// In the order of the network's outputs.
    public let classes: [ClassRow]

    /// Medians over the classes with a rule and images; nil when there are none.
    public var medianBefore: Double? { median(\.accuracyBefore) }
    public var medianAfter: Double? { median(\.accuracyAfter) }
    public var medianControl: Double? { median(\.controlQuantile) }

    /// The middle value, or the mean of the two middle ones.
    private func median(_ figure: (ClassRow) -> Double?) -> Double? {
        let values = classes.filter(\.isMeasured).compactMap(figure).sorted()
        guard !values.isEmpty else { return nil }
        return (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
    }

    /// The 90 % quantile of `n` counts: the `⌈0.9 n⌉`-th smallest (the 90th of 100), the least that nine in ten do
    /// not exceed.
    public static func controlQuantile(of counts: [Int]) -> Int? {
        counts.isEmpty ? nil : counts.sorted()[(9 * counts.count + 9) / 10 - 1]
    }

    public var json: JSON {
        func number(_ value: Double?) -> JSON { value.map(JSON.number) ?? .null }
        return [
            "layer": .string(layer),
            "weights_per_class": .integer(weightsPerClass),
            "controls": .integer(controls),
            // What is no whole number of the document's goes as text.
            "seed": Int(exactly: seed).map(JSON.integer) ?? .string("\(seed)"),
            "classes": .array(
                classes.map { row in
                    [
                        "class": .string(row.name),
                        "images": .integer(row.images),
                        "weights": .integer(row.weights),
                        "accuracy_before": number(row.accuracyBefore),
                        "accuracy_after": number(row.accuracyAfter),
                        "control_quantile": number(row.controlQuantile),
                        "controls_as_harmful": row.controlsAsHarmful.map(JSON.integer) ?? .null,
                        "most_common": row.mostCommon.map(JSON.string) ?? .null,
                    ]
                }),
            "median_before": number(medianBefore),
            "median_after": number(medianAfter),
            "median_control": number(medianControl),
        ]
    }

    /// A line for each class; what a class does not have is left empty.
    public var csv: String {
        var lines =
            "class,images,weights,accuracy_before,accuracy_after,control_quantile,controls_as_harmful,most_common\n"
        func cell(_ value: (some CustomStringConvertible)?) -> String { value?.description ?? "" }
        for row in classes {
            let cells = [
                CSVField.quoted(row.name), "\(row.images)", "\(row.weights)", cell(row.accuracyBefore),
                cell(row.accuracyAfter), cell(row.controlQuantile), cell(row.controlsAsHarmful),
                row.mostCommon.map { CSVField.quoted($0) } ?? "",
            ]
            lines += cells.joined(separator: ",") + "\n"
        }
        return lines
    }
}

extension InterventionOutcome.ClassRow {
    init(name: String, weights: Int, tally: InterventionTally, classes: [String]) {
        func share(_ count: Int) -> Double? { tally.images == 0 ? nil : Double(count) / Double(tally.images) }
        let isMeasured = weights > 0 && tally.images > 0
        let most = tally.moved.max() ?? 0
        self.init(
            name: name, images: tally.images, weights: weights, accuracyBefore: share(tally.before),
            accuracyAfter: isMeasured ? share(tally.after) : nil,
            controlQuantile: isMeasured
                ? InterventionOutcome.controlQuantile(of: tally.afterControl).flatMap(share) : nil,
            controlsAsHarmful: isMeasured ? tally.afterControl.count { $0 <= tally.after } : nil,
            mostCommon: most == 0 ? nil : tally.moved.firstIndex(of: most).map { classes[$0] })
    }
}
