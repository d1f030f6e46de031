import NeSyData
import NeSyFormats
import NeSyReport
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@testable import NeSyPipeline

/// The parts that a report is collected from.
@Suite struct ReportPartsTests {
    @Test(arguments: [0, 1, 3, 64, 65, 130]) func patternsAreTheDifferentRows(columns: Int) {
        var random = SplitMix64(seed: UInt64(columns))
        let rows = 300
        var bits = BitMatrix(rows: rows, columns: columns)
        // Few different rows, so that most recur.
        let kinds = (0..<12).map { _ in (0..<columns).map { _ in Bool.random(using: &random) } }
        for row in 0..<rows {
            let kind = kinds.randomElement(using: &random) ?? []
            for column in 0..<columns where kind[column] { bits[row, column] = true }
        }
        let table = Table(bits: bits, names: (0..<columns).map { "f\($0)" })
        let chosen = Array(stride(from: 1, to: rows, by: 2))
        let patterns = BitPatterns(table, rows: chosen)
        func key(_ row: Int) -> [Bool] { (0..<columns).map { bits[row, $0] } }
        #expect(patterns.patternOfRow.count == chosen.count)
        #expect(Set(patterns.firstRows.map(key)).count == patterns.firstRows.count)
        for (row, pattern) in zip(chosen, patterns.patternOfRow) {
            #expect(key(patterns.firstRows[pattern]) == key(row))
            #expect(patterns.firstRows[pattern] <= row)
        }
    }

    private func photographs(_ count: Int) throws -> ImageDataset {
        var random = SplitMix64(seed: 11)
        let bytes = (0..<count * 40 * 40 * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
        return ImageDataset(
            PixelBlock(height: 40, width: 40, channels: 3, bytes: bytes), classes: ["a"],
            labels: [Int32](repeating: 0, count: count), splits: [DataSplit](repeating: .test, count: count))
    }

    @Test func thumbnailsStayWithinTheirBudget() throws {
        let dataset = try photographs(230)
        let maker = ThumbnailMaker(dataset: dataset, pool: WorkerPool(threadCount: 2)) { _ in }
        let rows = Array(0..<230).reversed().map(\.self)
        var unlimited = ByteBudget(nil)
        let all = try #require(try maker.sheets(rows, budget: &unlimited))
        #expect(all.count == 230)
        #expect(all.sheets.sheets.map(\.height) == [10 * 48, 2 * 48])
        let whole = all.sheets.sheets.reduce(0) { $0 + ByteBudget.cost(of: $1.bytes.count) }
        var last = 0
        for budget in [whole / 20, whole / 3, whole * 9 / 10, whole] {
            var left = ByteBudget(budget)
            let some = try #require(try maker.sheets(rows, budget: &left))
            let spent = some.sheets.sheets.reduce(0) { $0 + ByteBudget.cost(of: $1.bytes.count) }
            #expect(spent <= budget && left.left == budget - spent)
            #expect(some.count > last && Double(some.count) > 230 * 0.8 * Double(budget) / Double(whole) - 20)
            last = some.count
        }
        #expect(last == 230)
        var nothing = ByteBudget(500)
        #expect(try maker.sheets(rows, budget: &nothing) == nil)
        #expect(try maker.sheets([], budget: &unlimited) == nil)
    }

    @Test func everyThumbnailIsInItsPlace() throws {
        // Images of one colour each.
        var colours: [[UInt8]] = []
        var bytes: [UInt8] = []
        for index in 0..<45 {
            let colour: [UInt8] = [UInt8(5 * index), UInt8(250 - 5 * index), UInt8(40 + 3 * index)]
            colours.append(colour)
            for _ in 0..<16 { bytes += colour }
        }
        let dataset = ImageDataset(
            PixelBlock(height: 4, width: 4, channels: 3, bytes: bytes), classes: ["a"],
            labels: [Int32](repeating: 0, count: 45), splits: [DataSplit](repeating: .test, count: 45))
        let maker = ThumbnailMaker(dataset: dataset, pool: WorkerPool(threadCount: 1)) { _ in }
        var budget = ByteBudget(nil)
        let rows = (0..<45).map { $0 * 7 % 45 }
        let made = try #require(try maker.sheets(rows, budget: &budget))
        let sheet = try ImageCodec.decode(made.sheets.sheets[0].bytes)
        for (place, row) in rows.enumerated() {
            let x = place % made.sheets.columns * 48 + 24
            let y = place / made.sheets.columns * 48 + 24
            for channel in 0..<3 {
                let difference = sheet[x, y, channel] - Int(colours[row][channel])
                #expect(abs(difference) < 10)
            }
        }
    }

    @Test func titlesAreAsLongAsTheyHaveToBe() {
        #expect(ReportStage.titles(["/a/b/run"]) == ["run"])
        #expect(ReportStage.titles(["/a/x", "/a/y"]) == ["x", "y"])
        #expect(ReportStage.titles(["/a/x/run", "/a/y/run"]) == ["x/run", "y/run"])
        #expect(ReportStage.titles(["/run", "/run"]) == ["/run", "/run"])
        #expect(ReportStage.titles(["/"]) == [""])
    }
}
