import NeSyFormats
import NeSyTensor
import Testing

@testable import NeSyReport

@Suite struct ContactSheetTests {
    static func sheet(_ count: Int) -> ContactSheet {
        let photo = RasterImage(width: 8, height: 6, channels: 1, [UInt8](repeating: 90, count: 48))
        return ContactSheet(
            filter: "f17", threshold: 5.9, rules: (0..<6).map { "rule \($0) & f17" },
            tiles: (0..<count).map { index in
                ContactSheet.Tile(
                    ActivationPicture(photo: photo, map: [Float(index)], placement: .even(height: 1, width: 1)),
                    norm: Float(index), className: "kitchen", name: "train/\(index)<.png")
            })
    }

    @Test(arguments: [0, 1, 5, 12])
    func everyImageIsThereTwice(count: Int) throws {
        let sheet = Self.sheet(count)
        let text = String(decoding: try sheet.file("f17.svg", .svg).bytes, as: UTF8.self)
        #expect(text.components("data:image/png") == 2 * count)
        #expect(text.contains("Filter f17") && text.contains("rule 3 &amp; f17") && text.contains("and 2 more rules"))
        if count > 0 { #expect(text.contains("train/0&lt;.png") && text.contains("0  kitchen")) }
        let picture = try PNG.decode(try sheet.file("f17.png", .png).bytes)
        let rows = (count + 4) / 5
        #expect(picture.height > rows * 2 * 144 && picture.height < rows * 2 * 144 + rows * 70 + 300)
    }
}
