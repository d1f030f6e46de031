/// Where everything of a scene stands and how it is coloured: all that is drawn before the noise.
struct RoomLayout {
    let size: Int
    /// The first row of the floor.
    let horizon: Int
    let wall: RoomColour
    let floor: RoomColour
    /// In 256ths, 0.8 to 1.2.
    let brightness: Int
    /// From the back to the front.
    private(set) var objects: [RoomObject] = []

    /// The places tried for one object before the whole layout is drawn again.
    private static let tries = 40

    /// Nil when an object found no place or too little of one can be seen.
    init?(_ concepts: RoomConceptSet, size: Int, _ random: inout RoomRandom) {
        self.size = size
        horizon = size * random.within(45...70) / 100
        wall = RoomColour.draw(from: RoomColour.walls, &random)
        floor = RoomColour.draw(from: RoomColour.floors, &random)
        brightness = random.within(205...307)
        // What lies or hangs is placed and drawn first, the rest from the back to the front.
        let all = concepts.objects
        for concept in all.filter({ $0.place != .standing }) + all.filter({ $0.place == .standing }) {
            guard place(concept, &random) else { return nil }
        }
        let back = objects.filter { $0.concept.place != .standing }
        let front = objects.filter { $0.concept.place == .standing }.sorted {
            ($0.y + $0.height, $0.concept.rawValue) < ($1.y + $1.height, $1.concept.rawValue)
        }
        objects = back + front
        let least = 40 * size * size / 4096
        let mask = mask()
        for concept in all where mask.count(where: { $0 == concept.rawValue }) < least { return nil }
    }

    private mutating func place(_ concept: RoomConcept, _ random: inout RoomRandom) -> Bool {
        func scaled(_ range: ClosedRange<Int>, _ random: inout RoomRandom) -> Int {
            random.within(range.lowerBound * size / 64...range.upperBound * size / 64)
        }
        let colours = drawColours(concept, &random)
        for _ in 0..<RoomLayout.tries {
            let width = scaled(concept.extent.width, &random)
            let height = concept.isSquare ? width : scaled(concept.extent.height, &random)
            let shape = RoomShape(
                concept: concept, width: width, height: height, isMirrored: random.below(2) == 1, stroke: size / 32)
            let x = random.within(0...size - width)
            let y =
                switch concept.place {
                case .wall: random.within(0...horizon - height)
                case .lying: random.within(horizon...size - height)
                case .standing: random.within(max(horizon + size / 32, height)...size) - height
                }
            let object = RoomObject(shape, x: x, y: y, colours: colours)
            if objects.allSatisfy({ 4 * $0.overlap(object) <= min($0.area, object.area) }) {
                objects.append(object)
                return true
            }
        }
        return false
    }

    /// The three colours of an object: the main one apart from the background, the second apart from the
    /// main one and visible on the background.
    private func drawColours(_ concept: RoomConcept, _ random: inout RoomRandom) -> [RoomColour] {
        switch concept {
        case .plant:
            let leaves = RoomColour(hue: 118 + random.within(-15...15), saturation: 205, value: 165)
            let pot = RoomColour(hue: 18 + random.within(-15...15), saturation: 170, value: 185)
            return [leaves, pot, pot.scaled(150)]
        case .rug:
            let band = RoomColour(hue: 312 + random.within(-15...15), saturation: 205, value: 205)
            let stripe = RoomColour(hue: 52 + random.within(-15...15), saturation: 150, value: 245)
            return [band, stripe, band.scaled(150)]
        default: break
        }
        // Some draw of the palette satisfies both, so the loops end; which one is the stream's choice.
        var main: RoomColour
        repeat {
            main = RoomColour.draw(from: RoomColour.objects, &random)
        } while main.distance(floor) <= 110 || main.distance(wall) <= 110
        var second: RoomColour
        repeat {
            second = RoomColour.draw(from: RoomColour.objects, &random)
        } while second.distance(main) <= 150 || second.distance(floor) <= 60 || second.distance(wall) <= 60
        return [main, second, main.scaled(110)]
    }

    /// The concept id of every pixel, without one of the objects if asked.
    func mask(without hidden: RoomConcept? = nil) -> [UInt8] {
        var mask = [UInt8](repeating: RoomConcept.wall.rawValue, count: size * size)
        for pixel in horizon * size..<size * size { mask[pixel] = RoomConcept.floor.rawValue }
        for object in objects where object.concept != hidden {
            object.visitPixels(size: size) { pixel, _ in mask[pixel] = object.concept.rawValue }
        }
        return mask
    }

    /// The picture, RGB row by row, without one of the objects if asked. The noise does not depend on the
    /// objects.
    func pixels(noise: RoomRandom, without hidden: RoomConcept? = nil) -> [UInt8] {
        var colours = [RoomColour](repeating: wall.scaled(brightness), count: size * size)
        let lit = floor.scaled(brightness)
        // A skirting board, so that wall and floor stay apart in any two colours.
        let skirting = wall.scaled(brightness).scaled(200)
        for pixel in (horizon - max(1, size / 64)) * size..<horizon * size { colours[pixel] = skirting }
        for pixel in horizon * size..<size * size { colours[pixel] = lit }
        for object in objects where object.concept != hidden {
            let inks = object.colours.map { $0.scaled(brightness) }
            object.visitPixels(size: size) { pixel, ink in colours[pixel] = inks[ink] }
        }
        var random = noise
        var pixels = [UInt8](repeating: 0, count: 3 * size * size)
        for pixel in 0..<size * size {
            let bits = random.next()
            let colour = colours[pixel]
            for (channel, value) in [colour.red, colour.green, colour.blue].enumerated() {
                let draw = Int(bits >> UInt64(16 * channel) & 0xFFFF)
                pixels[3 * pixel + channel] = UInt8(max(0, min(255, value + ((draw * 25) >> 16) - 12)))
            }
        }
        return pixels
    }
}

extension RoomObject {
    /// Calls the body with the position in the picture and the ink of every pixel the object covers.
    func visitPixels(size: Int, _ body: (_ pixel: Int, _ ink: Int) -> Void) {
        for row in 0..<height {
            for column in 0..<width {
                let ink = stencil[row * width + column]
                if ink >= 0 { body((y + row) * size + x + column, Int(ink)) }
            }
        }
    }
}
