import NeSyJSON
import NeSyPipeline
import Testing

@Suite struct SpreadTests {
    @Test func theDeviationIsThatOfThePopulation() {
        let spread = Spread([2, 4, 4, 4, 5, 5, 7, 9])
        #expect(spread.mean == 5)
        #expect(spread.deviation == 2)
        #expect(Spread([1, 1]).deviation == 0)
    }

    @Test func oneValueHasNone() {
        #expect(Spread([3]).mean == 3 && Spread([3]).deviation == nil)
        #expect(Spread([3]).json["deviation"] == .null)
    }
}
