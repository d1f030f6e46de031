/// The standard colours of Pascal VOC masks.
enum PascalVOC {
    static let classes = [
        "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow",
        "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
    ]

    /// The colour of outlines and difficult areas: 224, 224, 192.
    static let void = 0xE0_E0C0

    /// The colour of a class, 0xRRGGBB: its bits, three at a time, from the highest bit of the channels down.
    static func colour(_ number: Int) -> Int {
        var colour = 0
        for (place, bits) in [number & 7, (number >> 3) & 7, (number >> 6) & 7].enumerated() {
            for channel in 0..<3 where (bits >> channel) & 1 == 1 {
                colour |= (0x80 >> place) << (16 - 8 * channel)
            }
        }
        return colour
    }
}
