import NeSyFormats
import NeSyTensor
import Testing

@Suite struct DecimalNumberTests {
    private func number(_ text: String) throws -> Double? {
        let table = try CSV.read(Array("n,m\n\(text),x\n".utf8), numeric: .named(["n"])).table
        if case .number(let value) = table.columns[0].cell(0) { return value }
        return nil
    }

    @Test(
        arguments: [
            ("1", 1.0), ("+1", 1), ("-1.50", -1.5), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("1E-3", 0.001), (" 4 ", 4),
            ("1_000", 1000), ("1_0.0_1e1_0", 10.01e10), ("inf", .infinity), ("-Infinity", -.infinity),
            ("1e999", .infinity),
            ("1e-999", 0), ("123456789012345678901234567890", 123_456_789_012_345_677_877_719_597_056), ("0x1", nil),
            ("1__0", nil),
            ("_1", nil), ("1_", nil), ("1_.0", nil), ("1._0", nil), ("1e", nil), ("1e+", nil), (".", nil), ("-", nil),
            ("e1", nil),
            ("nan", nil), ("NaN", nil), ("1 2", nil), ("infinit", nil), ("--1", nil), ("1e1.0", nil),
            ("12345678901234567890_1.e-2_0", 1.23456789012345678901), ("9007199254740993", 9_007_199_254_740_992),
            ("5.e-324", .leastNonzeroMagnitude), (".000000000000000000000000000001", 1e-30),
        ] as [(String, Double?)])
    func isReadAsPythonReadsIt(_ text: String, _ value: Double?) throws {
        #expect(try number(text) == value)
    }

    /// Against the standard library's conversion, around the border of the fast way.
    @Test func everyDigitCounts() throws {
        var random = SplitMix64(seed: 5)
        var texts: [String] = []
        for _ in 0..<20000 {
            let value = Double(bitPattern: UInt64.random(in: 0...0x7FEF_FFFF_FFFF_FFFF, using: &random))
            texts.append("\(value)")
            texts.append("\(Double.random(in: 0...1, using: &random))")
            texts.append("\(UInt64.random(in: 0 ... .max, using: &random))")
            let digits = UInt64.random(in: 0..<9_999_999_999_999_999_999, using: &random)
            texts.append("\(digits)e-\(Int.random(in: 0...25, using: &random))")
            texts.append("\(Float.random(in: 0...1000, using: &random))")
        }
        let table = try CSV.read(Array(("n\n" + texts.joined(separator: "\n") + "\n").utf8), numeric: .named(["n"]))
            .table
        var wrong: [String] = []
        for (row, text) in texts.enumerated() where table.columns[0].cell(row) != .number(Double(text)!) {
            wrong.append(text)
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }
}
