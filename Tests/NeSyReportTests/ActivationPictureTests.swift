import NeSyFormats
import NeSyTensor
import Testing

@testable import NeSyReport

@Suite struct ActivationPictureTests {
    static func grey(_ width: Int, _ height: Int, level: UInt8 = 128) -> RasterImage {
        RasterImage(width: width, height: height, channels: 1, [UInt8](repeating: level, count: width * height))
    }

    /// How far a pixel is from grey.
    static func colourfulness(_ image: RasterImage, _ x: Int, _ y: Int) -> Int {
        let channels = (0..<3).map { image[x, y, $0] }
        return channels.max()! - channels.min()!
    }

    @Test func heatLiesWhereTheMapIsStrong() {
        var map = [Float](repeating: 0, count: 16)
        map[1 * 4 + 2] = 3
        let picture = ActivationPicture(photo: Self.grey(64, 64), map: map, placement: .even(height: 4, width: 4))
        #expect(picture.strongest! == (1, 2) && picture.peak == 3)
        let heat = picture.heat(side: 128)
        #expect((heat.width, heat.height, heat.channels) == (128, 128, 3))
        #expect(Self.colourfulness(heat, 80, 48) > 120)
        for (x, y) in [(5, 5), (5, 120), (120, 120), (16, 48)] { #expect(Self.colourfulness(heat, x, y) < 12) }
        // The line runs where the map has half of its maximum: light, with a dark border.
        let left = (40..<56).flatMap { row in (40..<80).map { heat[$0, row, 1] } }
        #expect(left.max()! > 230 && left.min()! < 60)
    }

    @Test func aPlacementMovesTheHeat() {
        var map = [Float](repeating: 0, count: 49)
        map[3 * 7 + 3] = 1
        // Positions 32 pixels apart, from the first pixel of 224 on.
        let axis = MapPlacement.Axis(
            extent: 224, first: 0.5, step: 32, fields: [ClosedRange<Double>](repeating: 0...224, count: 7))
        let picture = ActivationPicture(
            photo: Self.grey(224, 224), map: map, placement: MapPlacement(rows: axis, columns: .even(7)))
        let field = picture.enlarged(width: 224, height: 224)
        let brightest = field.indices.max { field[$0] < field[$1] }!
        #expect(abs(brightest / 224 - 96) <= 1 && abs(brightest % 224 - 112) <= 1)
    }

    @Test func enlargingKeepsPositions() {
        let map: [Float] = [1, 2, 3, 4, 5, 6]
        let picture = ActivationPicture(photo: Self.grey(9, 6), map: map, placement: .even(height: 2, width: 3))
        let field = picture.enlarged(width: 9, height: 6)
        for row in 0..<2 {
            for column in 0..<3 {
                #expect(abs(field[(3 * row + 1) * 9 + 3 * column + 1] - map[row * 3 + column] / 6) < 1e-5)
            }
        }
    }

    static let silentMaps: [[Float]] = [
        [Float](repeating: 0, count: 6), [Float](repeating: -2, count: 6), [Float](repeating: .nan, count: 6),
        [-.infinity, -1, 0, -0.0, .nan, -3],
    ]

    @Test(arguments: silentMaps)
    func aFilterThatDoesNotAnswerLeavesThePhoto(map: [Float]) {
        let picture = ActivationPicture(
            photo: Self.grey(30, 20), map: map, placement: .even(height: 3, width: 2))
        #expect(picture.strongest == nil && picture.peak == 0)
        #expect(picture.heat(side: 30, showsField: true) == picture.plain(side: 30))
    }

    static let extremeMaps: [[Float]] = [
        [Float](repeating: 7, count: 6), [Float](repeating: .infinity, count: 6),
        [.greatestFiniteMagnitude, 0, -.infinity, .nan, 1, .leastNonzeroMagnitude],
        [Float](repeating: .leastNonzeroMagnitude, count: 6),
    ]

    @Test(arguments: extremeMaps)
    func extremeMapsAreDrawn(map: [Float]) {
        for style in [ActivationPicture.Style.present, .absent] {
            let picture = ActivationPicture(
                photo: Self.grey(40, 40), map: map, placement: .even(height: 2, width: 3))
            #expect(picture.strongest != nil)
            let heat = picture.heat(side: 60, style: style, showsField: true)
            #expect((0..<60).contains { Self.colourfulness(heat, $0, 10) > 15 })
        }
    }

    /// A region that covers everything is framed.
    @Test func aConstantMapIsOutlinedAlongTheEdge() {
        let picture = ActivationPicture(photo: Self.grey(80, 80), map: [4], placement: .even(height: 1, width: 1))
        let heat = picture.heat(side: 80)
        #expect(heat[1, 40, 2] > 140 && heat[40, 1, 2] > 140 && heat[78, 40, 2] > 140)
        #expect(heat[40, 40, 2] < 100)
    }

    @Test func theFieldOfTheStrongestPositionIsFramed() {
        var map = [Float](repeating: 0, count: 16)
        map[5] = 1
        let axis = MapPlacement.Axis(
            extent: 10, first: 1.25, step: 2.5, fields: [0...5, 1...9, 3...10, 5...10])
        let picture = ActivationPicture(
            photo: Self.grey(100, 100, level: 90), map: map, placement: MapPlacement(rows: axis, columns: axis))
        let (with, without) = (picture.heat(side: 100, showsField: true), picture.heat(side: 100))
        let changed = (0..<100 * 100).filter { at in
            (0..<3).contains { with[at % 100, at / 100, $0] != without[at % 100, at / 100, $0] }
        }
        #expect(!changed.isEmpty)
        for at in changed {
            let distances = [abs(at % 100 - 10), abs(at % 100 - 90), abs(at / 100 - 10), abs(at / 100 - 90)]
            #expect(distances.min()! <= 2)
        }
        // Dashes: some of the frame is gap.
        #expect((20..<80).contains { with[$0, 10, 1] == without[$0, 10, 1] })
    }

    @Test(arguments: [(1, 1, 40, 40), (500, 1, 40, 1), (3, 300, 1, 40), (300, 200, 40, 27), (28, 28, 40, 40)])
    func anyPhotoFits(width: Int, height: Int, newWidth: Int, newHeight: Int) {
        let photo = Self.grey(width, height)
        let heat = ActivationPicture(photo: photo, map: [0, 1], placement: .even(height: 1, width: 2))
            .heat(side: 40, showsField: true)
        #expect((heat.width, heat.height) == (newWidth, newHeight))
    }

    @Test func sixteenBitsAndAlphaAreTaken() {
        let deep = RasterImage(width: 1, height: 1, channels: 2, samples: .sixteenBit([65535, 0]))
        let picture = ActivationPicture(photo: deep, map: [0], placement: .even(height: 1, width: 1))
        #expect(picture.plain(side: 1).integers == [255, 255, 255])
    }

    @Test func resizing() {
        let image = RasterImage(width: 4, height: 1, channels: 1, [0, 40, 80, 120])
        #expect(image.resized(width: 4, height: 1) == image.rgb)
        // Much larger: squares. Smaller: means.
        #expect(image.resized(width: 12, height: 1).grey.integers == [0, 0, 0, 40, 40, 40, 80, 80, 80, 120, 120, 120])
        let half = image.resized(width: 2, height: 1).grey.integers
        #expect(half[0] + half[1] == 120 && (20...34).contains(half[0]))
        let flat = Self.grey(37, 53, level: 201)
        for (width, height) in [(5, 9), (37, 54), (60, 53), (200, 300)] {
            #expect(flat.resized(width: width, height: height).integers.allSatisfy { $0 == 201 })
        }
    }

    @Test func contoursFollowTheLevel() {
        let side = 60
        func radius(_ x: Int, _ y: Int) -> Float {
            let (dx, dy) = (Float(x) - 29.5, Float(y) - 29.5)
            return (dx * dx + dy * dy).squareRoot()
        }
        let field = (0..<side * side).map { -radius($0 % side, $0 / side) }
        var lines = LineDistances(width: side, height: side)
        lines.addContour(of: field, at: -17.3, inset: 1)
        for at in field.indices {
            let expected = min(abs(radius(at % side, at / side) - 17.3), lines.reach)
            #expect(abs(lines.values[at] - expected) < 0.08)
        }
    }

    /// Trichromats, protanopes, deuteranopes and tritanopes (Machado, Oliveira and Fernandes, 2009, severity 1).
    static let eyes: [[Float]] = [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ]

    @Test(arguments: eyes)
    func theScaleGetsLighterForEveryEye(matrix: [Float]) {
        var last: Float = -1
        for step in 0...24 {
            let colour = HeatScale.colour(Float(step) / 24)
            let linear = (0..<3).map { channel -> Float in
                let share = colour[channel] / 255
                // sRGB's curve, near enough for an order.
                return share * share * (0.7 + 0.3 * share)
            }
            let seen = (0..<3).map { row in (0..<3).reduce(Float(0)) { $0 + matrix[3 * row + $1] * linear[$1] } }
            let light = 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]
            #expect(light > last)
            last = light
        }
    }
}
