import NeSyFormats
import NeSyTensor
import Testing

@testable import NeSyReport

@Suite struct ExplanationPictureTests {
    static let photo = RasterImage(
        width: 64, height: 48, channels: 3, (0..<64 * 48 * 3).map { UInt8(truncatingIfNeeded: $0 / 40) })

    static func tile(_ filter: String, _ name: String?, norm: Float, _ consequence: [String] = [])
        -> ExplanationPicture.Tile
    {
        ExplanationPicture.Tile(
            picture: ActivationPicture(photo: photo, map: [0, norm, 0, 0], placement: .even(height: 2, width: 2)),
            filter: filter, name: name, norm: norm, threshold: 5.9, consequence: consequence)
    }

    static let picture = ExplanationPicture(
        photo: photo, title: "<b>&\".png", lines: ["network: bedroom (99.2%)"],
        sections: [
            .init(title: "bedroom, by rule 2", tiles: [tile("f115", "bed1", norm: 17.49), tile("f3", nil, norm: 1.5)]),
            .init(
                title: "Rules before it",
                tiles: (0..<5).map { tile("f\($0)", "sink\($0)", norm: 0, ["so rule \($0)", "does not apply"]) },
                note: "2 more"),
        ])

    @Test func textIsText() throws {
        let text = String(decoding: try Self.picture.file("why.svg", .svg).bytes, as: UTF8.self)
        for words in [
            "&lt;b&gt;&amp;", "network: bedroom (99.2%)", "bed1", "f115 is present: 17.5 ≥ 5.9", "f3 is absent",
            "norm 1.5 &lt; 5.9", "sink4", "f4 is absent: 0 &lt; 5.9", "so rule 4", "2 more", "faint: below",
        ] { #expect(text.contains(words), "\(words) is missing") }
        #expect(!text.contains("<b>"))
        // The photo, seven tiles and the scale.
        #expect(text.components("data:image/png") == 9)
    }

    @Test func pixelsAreColouredWhereFiltersArePresent() throws {
        let sheet = Self.picture.sheet()
        let image = try PNG.decode(try Self.picture.file("why.png", .png).bytes)
        #expect((image.width, image.height) == (sheet.width, sheet.height))
        #expect(sheet.width <= 1300)
        var reds: [Int] = []
        for case .image(let tile, let x, let y) in sheet.items where tile.width == 208 {
            #expect(x + tile.width <= image.width && y + tile.height <= image.height)
            var most = 0
            for row in 0..<tile.height {
                for column in 0..<tile.width {
                    most = max(most, image[x + column, y + row, 0] - image[x + column, y + row, 2])
                }
            }
            reds.append(most)
        }
        // Present, faint, and five that do not answer at all.
        #expect(reds.count == 7 && reds[0] > 120 && (20..<100).contains(reds[1]) && reds[2...].allSatisfy { $0 == 0 })
    }

    @Test func tilesDoNotOverlap() {
        let boxes = Self.picture.sheet().items.compactMap { item -> (x: Range<Int>, y: Range<Int>)? in
            switch item {
            case .image(let image, let x, let y): (x..<x + image.width, y..<y + image.height)
            case .text(let text, let x, let y, let size, let isBold, _, let width):
                (
                    x..<x + Int(min(Float(width), StrokeFont(size: Float(size), isBold: isBold).width(of: text))),
                    y - size * 7 / 10..<y
                )
            case .line: nil
            }
        }
        for (index, box) in boxes.enumerated() {
            for other in boxes[..<index] where box.x.overlaps(other.x) && box.y.overlaps(other.y) {
                Issue.record("\(box) overlaps \(other)")
            }
        }
        #expect(boxes.count > 20)
    }

    @Test func nothingToShowIsSaid() throws {
        let empty = ExplanationPicture(
            photo: Self.photo, title: "t", lines: [], sections: [.init(title: "all", tiles: [], note: "No condition.")])
        #expect(String(decoding: try empty.file("a", .svg).bytes, as: UTF8.self).contains("No condition."))
        #expect(try PNG.decode(try empty.file("a", .png).bytes).height > 200)
    }

    @Test(arguments: [
        ("a.png", PictureFormat.png), ("b/c.SVG", .svg), ("x.PnG", .png), (".svg", .svg), ("a.jpg", nil), ("png", nil),
        ("a.png/b", nil), ("", nil), ("a.", nil), ("a.svg.txt", nil),
    ])
    func endingsNameFormats(path: String, format: PictureFormat?) {
        #expect(PictureFormat(path: path) == format)
    }
}
