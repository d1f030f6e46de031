import NeSyTensor
import Testing

@Suite struct RandomTests {
    /// The known answers of Random123 (kat_vectors, philox4x32 with 10 rounds).
    @Test(
        arguments: [
            (0, 0, 0, [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
            (
                UInt64.max, UInt64.max, UInt64.max, [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
            ),
            (
                0x299f_31d0_a409_3822, 0x0370_7344_1319_8a2e, 0x85a3_08d3_243f_6a88,
                [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
            ),
        ] as [(UInt64, UInt64, UInt64, [UInt32])])
    func philoxGivesItsKnownAnswers(seed: UInt64, stream: UInt64, block: UInt64, words: [UInt32]) {
        let found = CounterRandom(seed: seed, stream: stream).words(block: block)
        #expect((0..<4).map { found[$0] } == words)
    }

    @Test func wordsUniformsAndNormalsAreFunctionsOfTheIndex() {
        let random = CounterRandom(seed: 7, stream: 3)
        for index in 0..<100 as Range<UInt64> {
            #expect(random.word(index) == random.words(block: index / 4)[Int(index % 4)])
            #expect(random.uniform(index) == Float(random.word(index) >> 8) / 16_777_216)
        }
        #expect(CounterRandom(seed: 7, stream: 4).word(0) != random.word(0))
        #expect(CounterRandom(seed: 8, stream: 3).word(0) != random.word(0))
    }

    @Test func momentsAreThoseOfTheDistributions() {
        let random = CounterRandom(seed: 1, stream: 0)
        let count = 100_000
        var (mean, square, normalMean, normalSquare) = (0.0, 0.0, 0.0, 0.0)
        for index in 0..<UInt64(count) {
            let u = Double(random.uniform(index))
            let z = Double(random.normal(index))
            #expect(u >= 0 && u < 1)
            mean += u
            square += u * u
            normalMean += z
            normalSquare += z * z
        }
        let n = Double(count)
        #expect(abs(mean / n - 0.5) < 0.005 && abs(square / n - 1.0 / 3) < 0.005)
        #expect(abs(normalMean / n) < 0.015 && abs(normalSquare / n - 1) < 0.02)
    }

    @Test func aGeneratorResumesWhereItStood() {
        let source = CounterRandom(seed: 5, stream: 6)
        var whole = CounterRandomGenerator(source)
        let first = (0..<10).map { _ in whole.next() }
        #expect(whole.position == 10)
        var resumed = CounterRandomGenerator(source, position: 4)
        #expect((0..<6).map { _ in resumed.next() } == Array(first[4...]))
        #expect(first[0] == UInt64(source.word(1)) << 32 | UInt64(source.word(0)))
    }

    /// The first outputs of the reference implementation (Vigna, splitmix64.c).
    @Test(
        arguments: [
            (0, [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]),
            (1_234_567, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]),
        ] as [(UInt64, [UInt64])])
    func splitMixGivesItsKnownAnswers(seed: UInt64, expected: [UInt64]) {
        var random = SplitMix64(seed: seed)
        #expect((0..<3).map { _ in random.next() } == expected)
    }
}
