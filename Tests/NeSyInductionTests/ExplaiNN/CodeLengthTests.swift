import NeSyInduction
import NeSyJSON
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct CodeLengthTests {
    /// The nine decimals of figures that were computed elsewhere.
    @Test(.enabled(if: ExplaiNNReference.document != nil)) func publishedPrimitives() throws {
        let primitives = try #require(ExplaiNNReference.document?["primitives"])
        for member in primitives["universal_integer_bits"]?.members ?? [] {
            let value = try #require(Int(member.key))
            #expect(abs(CodeLength.integer(value) - (member.value.doubleValue ?? .nan)) < 1e-9)
        }
        for member in primitives["log2_parametric_complexity"]?.members ?? [] {
            let count = try #require(Int(member.key))
            #expect(abs(CodeLength.parametricComplexity(count) - (member.value.doubleValue ?? .nan)) < 1e-9)
        }
        let binomials = primitives["log2_binomial"]?.arrayValue ?? []
        #expect(binomials.count == 12)
        for entry in binomials {
            let n = try #require(entry.arrayValue?[0].intValue)
            let k = try #require(entry.arrayValue?[1].intValue)
            let bits = try #require(entry.arrayValue?[2].doubleValue)
            #expect(abs(CodeLength.logBinomial(n, k) - bits) < 2e-9)
            #expect(abs(BinomialTable(upTo: n).logBinomial(n, k) - bits) < 2e-8)
        }
    }

    /// Against whole numbers, which have no rounding: every row of Pascal's triangle that fits.
    @Test func smallBinomialsAreThoseOfPascal() {
        var row: [UInt64] = [1]
        let table = BinomialTable(upTo: 70)
        for n in 1...62 {
            row = [1] + zip(row, row.dropFirst()).map { $0 + $1 } + [1]
            for (k, ways) in row.enumerated() {
                let exact = _log2(Double(ways))
                #expect(abs(CodeLength.logBinomial(n, k) - exact) <= 1e-13 * exact)
                #expect(abs(table.logBinomial(n, k) - exact) <= 1e-12 * exact)
            }
        }
    }

    @Test(arguments: [0, 1, 2, 15, 16, 1023, 1024, 1_281_167, 5_247_660_032])
    func noneAndAllAreNoChoice(n: Int) {
        #expect(CodeLength.logBinomial(n, 0) == 0 && CodeLength.logBinomial(n, n) == 0)
        let table = BinomialTable(upTo: 100)
        #expect(table.logBinomial(n, 0) == 0 && table.logBinomial(n, n) == 0)
    }

    /// Choosing few of very many: the product n(n-1)…(n-k+1)/k! has no cancellation.
    @Test(arguments: [1000, 1_281_167, 5_247_660_032], [1, 2, 3, 16, 17, 200])
    func choosingFewOfMany(n: Int, k: Int) {
        let exact = (0..<k).reduce(0.0) { $0 + _log2(Double(n - $1) / Double($1 + 1)) }
        #expect(abs(CodeLength.logBinomial(n, k) - exact) < 1e-13 * exact)
        #expect(CodeLength.logBinomial(n, n - k) == CodeLength.logBinomial(n, k))
    }

    /// C(n, k+1) / C(n, k) = (n - k) / (k + 1), at arguments beyond 32 bits and where the series of the table and of
    /// the expansion meet.
    @Test func neighboursDifferByTheirRatio() {
        var random = SplitMix64(seed: 3)
        for n in [17, 1000, 1 << 21, (1 << 21) + 1, 5_247_660_032] {
            let table = BinomialTable(upTo: n)
            for _ in 0..<50 {
                let k = Int.random(in: 0..<n, using: &random)
                let step = _log2(Double(n - k) / Double(k + 1))
                let scale = 1e-14 * CodeLength.logBinomial(n, n / 2)
                #expect(
                    abs(CodeLength.logBinomial(n, k + 1) - CodeLength.logBinomial(n, k) - step) < 1e-12 + scale)
                #expect(abs(table.logBinomial(n, k + 1) - table.logBinomial(n, k) - step) < 4e-8 + scale)
            }
        }
    }

    /// The definition Σ C(n,k) (k/n)^k ((n-k)/n)^(n-k), on both sides of the end of the table.
    @Test(arguments: [1, 2, 3, 7, 40, 100, 1023, 1024, 2000])
    func complexityIsItsDefinition(count: Int) {
        let n = Double(count)
        let sum = (0...count).reduce(0.0) { sum, k in
            let entropy = [k, count - k].filter { $0 > 0 }.reduce(0.0) { $0 + Double($1) * _log2(n / Double($1)) }
            return sum + exp2(CodeLength.logBinomial(count, k) - entropy)
        }
        #expect(abs(CodeLength.parametricComplexity(count) - _log2(sum)) < 1e-11)
    }

    @Test func complexityGrowsWithoutAJump() {
        #expect(CodeLength.parametricComplexity(0) == 0)
        var last = 0.0
        for count in 1..<1100 {
            let next = CodeLength.parametricComplexity(count)
            #expect(next > last)
            last = next
        }
        #expect(abs(CodeLength.parametricComplexity(5_247_660_032) - 0.5 * _log2(.pi * 2_623_830_016)) < 2e-5)
    }

    /// The code lengths of a universal code fulfil Kraft's inequality.
    @Test func integersAreAPrefixCode() {
        let mass = (1..<20_000).reduce(0.0) { $0 + exp2(-CodeLength.integer($1)) }
        #expect(mass < 1 && mass > 0.8)
        #expect(CodeLength.integer(1024) == CodeLength.integer(1 << 10))
        #expect(CodeLength.integer(1023) < CodeLength.integer(1024))
    }
}
