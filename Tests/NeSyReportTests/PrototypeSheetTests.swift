import NeSyFormats
import NeSyTensor
import Testing

@testable import NeSyReport

@Suite struct PrototypeSheetTests {
    static func tile(_ side: Int, _ label: String) -> PrototypeSheet.Tile {
        PrototypeSheet.Tile(
            RasterImage(width: side, height: side, channels: 3, [UInt8](repeating: 9, count: side * side * 3)),
            label: label)
    }

    @Test(arguments: [28, 224])
    func aSheetHoldsEveryRow(side: Int) throws {
        let rows = (0..<31).map { index in
            PrototypeSheet.Row(
                title: "rule \(index) <x>", group: Self.tile(side, "tail"),
                neurons: (0..<10).map { Self.tile(side, "neuron \($0)") }, examples: [Self.tile(side, "image")])
        }
        let files = try PrototypeSheet(title: "Rules & neurons", rows: rows).files(name: "a-b")
        #expect(files.map(\.name) == ["a-b-1.svg", "a-b-1.png", "a-b-2.svg", "a-b-2.png"])
        let last = String(decoding: files[2].bytes, as: UTF8.self)
        #expect(last.contains("rule 30 &lt;x&gt;") && last.contains("2 more neurons") && !last.contains("neuron 8"))
        #expect(last.components("data:image/png") == 10)
        let sheet = try PNG.decode(files[3].bytes)
        let tile = side == 28 ? 84 : 112
        #expect((sheet.width, sheet.height) == (10 * (tile + 4) + 4, tile + 8))
    }

    @Test func noRowsAreNoFiles() throws {
        #expect(try PrototypeSheet(title: "t", rows: []).files(name: "n").isEmpty)
    }

    @Test func imagesAreReducedByTheirMeans() {
        let image = RasterImage(width: 3, height: 2, channels: 1, [0, 10, 7, 20, 30, 8])
        #expect(image.reduced(by: 2).integers == [15, 8])
    }
}
