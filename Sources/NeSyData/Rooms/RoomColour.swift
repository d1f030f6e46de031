/// An RGB colour in integers.
struct RoomColour: Hashable {
    var red: Int
    var green: Int
    var blue: Int

    /// - Parameters:
    ///   - hue: in degrees, any integer.
    ///   - saturation: 0 to 255.
    ///   - value: 0 to 255.
    init(hue: Int, saturation: Int, value: Int) {
        let degrees = ((hue % 360) + 360) % 360
        let f = degrees % 60
        let p = value * (255 - saturation) / 255
        let q = value * (255 * 60 - saturation * f) / (255 * 60)
        let t = value * (255 * 60 - saturation * (60 - f)) / (255 * 60)
        switch degrees / 60 {
        case 0: (red, green, blue) = (value, t, p)
        case 1: (red, green, blue) = (q, value, p)
        case 2: (red, green, blue) = (p, value, t)
        case 3: (red, green, blue) = (p, q, value)
        case 4: (red, green, blue) = (t, p, value)
        default: (red, green, blue) = (value, p, q)
        }
    }

    /// The sum of the absolute differences of the channels.
    func distance(_ other: RoomColour) -> Int {
        abs(red - other.red) + abs(green - other.green) + abs(blue - other.blue)
    }

    /// Scaled by a factor in 256ths.
    func scaled(_ factor: Int) -> RoomColour {
        var copy = self
        copy.red = (red * factor) >> 8
        copy.green = (green * factor) >> 8
        copy.blue = (blue * factor) >> 8
        return copy
    }

    // MARK: Palettes. Hue, saturation, value; every hue is jittered by up to 15 degrees.

    /// Shared by all objects, so that no colour gives an object away. Green and magenta belong to the plant
    /// and the rug alone.
    static let objects: [(hue: Int, saturation: Int, value: Int)] = [
        (0, 200, 215), (5, 210, 130), (28, 215, 235), (30, 150, 125), (52, 190, 240), (180, 180, 200),
        (185, 190, 110), (208, 190, 235), (222, 200, 140), (262, 150, 215), (265, 190, 120), (40, 12, 245),
        (210, 15, 165), (215, 40, 70),
    ]
    static let walls: [(hue: Int, saturation: Int, value: Int)] = [
        (38, 62, 226), (350, 48, 222), (205, 58, 218), (155, 46, 206), (268, 44, 214), (60, 14, 200),
    ]
    static let floors: [(hue: Int, saturation: Int, value: Int)] = [
        (26, 130, 150), (15, 110, 112), (42, 96, 172), (215, 60, 122), (170, 50, 130), (280, 40, 118),
    ]

    static func draw(
        from palette: [(hue: Int, saturation: Int, value: Int)], _ random: inout RoomRandom
    ) -> RoomColour {
        let entry = palette[random.below(palette.count)]
        return RoomColour(
            hue: entry.hue + random.within(-15...15), saturation: entry.saturation, value: entry.value)
    }
}
