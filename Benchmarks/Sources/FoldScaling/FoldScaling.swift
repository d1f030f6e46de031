import Foundation
import NeSy

/// How FOLD-SE-M grows with rows, columns and classes, and how much memory it takes beside the table.
///
///     swift run -c release --package-path Benchmarks FoldScaling            # every shape, a process each
///     FoldScaling ROWS COLUMNS CLASSES                                      # one shape
///
/// Memory is the process's peak over the bytes of the bit table; about 10 MiB of it are code and libraries.
@main
struct FoldScaling {
    static let shapes = [
        (10_000, 512, 2), (100_000, 64, 2), (100_000, 128, 2), (100_000, 256, 2), (100_000, 512, 2),
        (100_000, 512, 10), (200_000, 512, 10), (400_000, 512, 10), (1_000_000, 512, 10),
    ]

    static func main() throws {
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        if numbers.count == 3 {
            try measure(rows: numbers[0], columns: numbers[1], classes: numbers[2])
            return
        }
        print(
            "| rows x columns x classes | fit, s (best of 3) | ns per row and column |"
                + " peak memory / bit table | rules |")
        print("|---|---|---|---|---|")
        fflush(nil)
        for (rows, columns, classes) in shapes {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
            process.arguments = ["\(rows)", "\(columns)", "\(classes)"]
            try process.run()
            process.waitUntilExit()
        }
    }

    static func measure(rows: Int, columns: Int, classes: Int) throws {
        let pool = WorkerPool()
        let source = SyntheticTable(rows: rows, columns: columns, classes: classes, seed: 1)
        let table = source.table(pool: pool)
        let labels = source.labels
        var best = Double.infinity
        var rules = 0
        for _ in 0..<3 {
            let clock = Stopwatch()
            let program = try FoldSEM().learn(table, labels: labels, pool: pool)
            best = min(best, clock.seconds)
            rules = program.size.rules
        }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let memory = Double(usage.ru_maxrss) * 1024 / Double(BitMatrix.words(forRows: rows) * 8 * columns)
        print(
            String(
                format: "| %d x %d x %d | %.4f | %.2f | %.2f | %d |", rows, columns, classes, best,
                best * 1e9 / Double(rows * columns), memory, rules))
        fflush(nil)
    }
}
