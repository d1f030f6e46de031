import NeSyFormats
import NeSyPipeline
import NeSyTensor

/// Classes that set their own tails, and tails that nothing explains.
struct PlantedLayers {
    static let classes = ["boot", "coat", "shirt"]
    /// Shirt and coat share two tails, boot has three of its own; two are noise.
    static let tails = ["arm_1", "arm_2", "sole_1", "sole_2", "sole_3", "noise_1", "noise_2"]

    let rows: Int
    let labels: [Int]
    let bits: [[Bool]]

    init(rows: Int = 600, seed: UInt64 = 11) {
        self.rows = rows
        var generator = SplitMix64(seed: seed)
        labels = (0..<rows).map { $0 % 3 }
        bits = labels.map { label in
            (0..<7).map { tail in
                let isOn = tail < 2 ? label > 0 : tail < 5 ? label == 0 : false
                let share = tail >= 5 ? 0.2 : isOn ? 0.95 : 0.01
                return Double.random(in: 0..<1, using: &generator) < share
            }
        }
    }

    var headText: String { "class\n" + labels.map { PlantedLayers.classes[$0] + "\n" }.joined() }

    var tailText: String {
        PlantedLayers.tails.joined(separator: ",") + "\n"
            + bits.map { $0.map { $0 ? "1" : "0" }.joined(separator: ",") + "\n" }.joined()
    }

    var tailArray: NumericArray {
        NumericArray([rows, 7], .float32(bits.flatMap { $0.map { $0 ? 1.5 : -0.5 } }))
    }
}
