import NeSyTensor
import Testing

@Suite struct SpellingTests {
    @Test(arguments: [
        ("trian", "train"), ("sed", "seed"), ("SEED", "seed"), ("sede", "seed"), ("epoch", "epochs"),
        ("größe", "größen"), ("learningrat", "learningRate"),
    ])
    func nearWordsAreFound(word: String, meant: String) {
        let known = ["train", "seed", "epochs", "größen", "learningRate", "seeds"]
        #expect(Spelling.closest(to: word, among: known) == meant)
    }

    @Test(arguments: ["", "x", "xy", "quite another"])
    func farWordsAreNot(word: String) {
        #expect(Spelling.closest(to: word, among: ["ab", "train", "k"]) == nil)
        #expect(Spelling.closest(to: word, among: []) == nil)
    }
}
