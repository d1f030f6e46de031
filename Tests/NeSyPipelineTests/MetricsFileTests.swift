import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@testable import NeSyPipeline

/// `metrics.csv`, which a training writes and a resumed one and a report read.
@Suite struct MetricsFileTests {
    let folder = TemporaryFolder()

    private func read(_ lines: [String], upTo: Int = .max) throws -> [EpochRow] {
        let text = ([EpochRow.csvHeader] + lines).map { $0 + "\n" }.joined()
        try FileSystem.system.write(folder("metrics.csv"), text)
        return try EpochRow.read(folder("metrics.csv"), upTo: upTo, of: 9, files: .system)
    }

    @Test func whatIsWrittenIsRead() throws {
        let rows = [
            EpochRow(
                epoch: 1, of: 9, phase: "cross-entropy", loss: 2.5, trainAccuracy: 0, testAccuracy: 1,
                learningRate: 1e-3, imagesPerSecond: 12.5, seconds: 3),
            // A training that diverged.
            EpochRow(
                epoch: 2, of: 9, phase: "ts3", loss: .infinity, trainAccuracy: 0.5, learningRate: 0, imagesPerSecond: 1,
                seconds: 0,
                diagnostics: .init(ownOn: 0.5, otherOn: 0.25, scoreAccuracy: 1, binarity: 0.125)),
            EpochRow(
                epoch: 4, of: 9, phase: "ts3", loss: -Double(Float.greatestFiniteMagnitude), trainAccuracy: 1,
                learningRate: 0, imagesPerSecond: 1, seconds: 0),
        ]
        #expect(try read(rows.map(\.csvLine)) == rows)
        #expect(try read(rows.map(\.csvLine), upTo: 3) == Array(rows.prefix(2)))
        let nothing = try read(["1,ts3,nan,nan,nan,0,1,1,,,,"])
        #expect(nothing[0].loss.isNaN && nothing[0].trainAccuracy.isNaN && nothing[0].testAccuracy?.isNaN == true)
        #expect(try EpochRow.read(folder("none.csv"), of: 9, files: .system).isEmpty)
    }

    static let damages: [(line: String, column: String)] = [
        ("2,ts3,1e300,0.5,0.5,0,1,1,,,,", "loss"), ("2,ts3,-1e39,0.5,0.5,0,1,1,,,,", "loss"),
        ("2,ts3,,0.5,0.5,0,1,1,,,,", "loss"), ("2,ts3,1,1e300,0.5,0,1,1,,,,", "train_accuracy"),
        ("2,ts3,1,-0.1,0.5,0,1,1,,,,", "train_accuracy"), ("2,ts3,1,inf,0.5,0,1,1,,,,", "train_accuracy"),
        ("2,ts3,1,0.5,1.5,0,1,1,,,,", "test_accuracy"), ("2,ts3,1,0.5,x,0,1,1,,,,", "test_accuracy"),
        ("99999999999999,ts3,1,0.5,0.5,0,1,1,,,,", "epoch"), ("1,ts3,1,0.5,0.5,0,1,1,,,,", "epoch"),
        ("0,ts3,1,0.5,0.5,0,1,1,,,,", "epoch"), ("-3,ts3,1,0.5,0.5,0,1,1,,,,", "epoch"),
        ("x,ts3,1,0.5,0.5,0,1,1,,,,", "epoch"), ("2,ts3,1,0.5,0.5,fast,1,1,,,,", "learning_rate"),
        ("2,ts3,1,0.5,0.5,0,1,1,0.5,,,", "other_on"),
    ]

    @Test(arguments: damages) func damageIsNamedByLineAndColumn(line: String, column: String) throws {
        let error = #expect(throws: NeSyError.self) { try read(["1,ts3,1,0.5,0.5,0,1,1,,,,", "", line]) }
        #expect(error?.kind == .badData)
        #expect(error?.location == "\(folder("metrics.csv")), line 4, column \(column)")
        #expect(error?.expected != nil && error?.found != nil && error?.remedy != nil)
    }

    @Test func linesOfOtherLengthsAreRefused() throws {
        for line in ["2", "2,ts3,1,0.5,0.5,0,1,1,,,", "2,ts3,1,0.5,0.5,0,1,1,,,,,"] {
            let error = #expect(throws: NeSyError.self) { try read([line]) }
            #expect(error?.kind == .badData && error?.location?.hasSuffix("line 2") == true)
        }
    }
}
