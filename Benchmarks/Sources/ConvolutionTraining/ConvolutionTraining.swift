import Foundation
import NeSy

/// Does a training with Winograd's convolutions end where one with plain products ends?
///
///     swift run -c release --package-path Benchmarks ConvolutionTraining DATA [EPOCHS [SEEDS]]
///
/// Trains the network `mnist` with two methods that apply to all its convolutions, several seeds each, the methods by
/// turns, and prints the accuracies on the test split.
@main
struct ConvolutionTraining {
    static let methods: [CPUConvolutionMethod] = [.product, .winograd(side: 4)]

    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let numbers = arguments.dropFirst().map { Int($0) ?? 0 }
        let (epochs, seeds) = (numbers.first ?? 2, numbers.dropFirst().first ?? 5)
        guard let data = arguments.first, epochs > 0, seeds > 0 else {
            print("usage: ConvolutionTraining DATA [EPOCHS [SEEDS]]")
            exit(64)
        }
        let (dataset, summary) = try DatasetReader().open(data)
        print("\(summary)\n\n`mnist`, batch 128, Adam, \(epochs) epochs; accuracy on the test split, %\n")
        print("| seed | " + methods.map { "\($0)" }.joined(separator: " | ") + " |")
        print("|---|" + methods.map { _ in "---:|" }.joined())
        var accuracies = methods.map { _ in [Double]() }
        for seed in 0..<seeds {
            for (index, method) in methods.enumerated() {
                accuracies[index].append(
                    try accuracy(on: dataset, from: data, method: method, epochs: epochs, seed: UInt64(seed)))
            }
            printRow("\(seed)", accuracies.map { percent($0[seed]) })
        }
        printRow("mean", accuracies.map { percent($0.reduce(0, +) / Double(seeds)) })
        printRow("spread", accuracies.map { "\(percent($0.min() ?? 0))–\(percent($0.max() ?? 0))" })
    }

    private static func accuracy(
        on dataset: ImageDataset, from data: String, method: CPUConvolutionMethod, epochs: Int, seed: UInt64
    ) throws -> Double {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        var stage = TrainStage(data: data, out: folder.path)
        stage.options.architecture = "mnist"
        stage.options.batchSize = 128
        stage.options.epochs = epochs
        stage.options.seed = seed
        let pool = WorkerPool()
        let result = try stage.run(
            on: dataset, backend: CPUBackend(pool: pool, convolutionMethod: method), pool: pool,
            observer: SilentObserver())
        return result.testAccuracy ?? .nan
    }

    private static func percent(_ share: Double) -> String { String(format: "%.2f", share * 100) }

    private static func printRow(_ name: String, _ cells: [String]) {
        print("| \(name) | " + cells.joined(separator: " | ") + " |")
        fflush(nil)
    }
}
