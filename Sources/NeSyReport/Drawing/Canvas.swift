import NeSyFormats

/// An RGB picture that is being painted, with samples from 0 to 255.
struct Canvas {
    let width: Int
    let height: Int
    private var pixels: [SIMD3<Float>]

    init(_ image: RasterImage) {
        width = image.width
        height = image.height
        guard case .eightBit(let samples) = image.rgb.samples else { preconditionFailure("16 bits a sample") }
        pixels = stride(from: 0, to: samples.count, by: 3).map { at -> SIMD3<Float> in
            SIMD3<Float>(SIMD3<UInt8>(samples[at], samples[at + 1], samples[at + 2]))
        }
    }

    init(width: Int, height: Int, ground: Colour) {
        self.width = width
        self.height = height
        pixels = [SIMD3<Float>](repeating: ground.samples, count: width * height)
    }

    var image: RasterImage {
        var samples: [UInt8] = []
        samples.reserveCapacity(3 * pixels.count)
        for pixel in pixels {
            for channel in 0..<3 { samples.append(UInt8(min(max(pixel[channel], 0), 255).rounded())) }
        }
        return RasterImage(width: width, height: height, channels: 3, samples)
    }

    /// Takes colour from the picture, so that what is painted over it is all the colour there is.
    mutating func fade(_ style: ActivationPicture.Style) {
        let grey: Float = style == .present ? 0.6 : 1
        let white: Float = style == .present ? 0 : 0.35
        for index in pixels.indices {
            let pixel = pixels[index]
            let light = 0.299 * pixel.x + 0.587 * pixel.y + 0.114 * pixel.z
            pixels[index] = pixel * (1 - grey) + grey * light
            pixels[index] = pixels[index] * (1 - white) + white * 255
        }
    }

    /// Paints a map: the stronger, the less of the ground shows.
    mutating func glow(_ field: [Float], _ style: ActivationPicture.Style) {
        let most: Float = style == .present ? 0.64 : 0.25
        for index in pixels.indices {
            let share = min(field[index], 1)
            let opacity = most * min(1, share * 1.6)
            pixels[index] += (HeatScale.colour(share) - pixels[index]) * opacity
        }
    }

    mutating func draw(_ lines: LineDistances, _ stroke: Stroke) {
        for index in pixels.indices {
            let distance = lines.values[index]
            if distance > stroke.halo / 2 + 0.5 { continue }
            let border = min(max(stroke.halo / 2 + 0.5 - distance, 0), 1) * 0.8 * stroke.opacity
            let core = min(max(stroke.core / 2 + 0.5 - distance, 0), 1) * stroke.opacity
            pixels[index] *= 1 - border
            pixels[index] += (255 - pixels[index]) * core
        }
    }

    /// Paints lines of one colour, from a place of the picture on.
    mutating func draw(_ lines: LineDistances, width stroke: Float, _ colour: Colour, x: Int, y: Int) {
        let colour = colour.samples
        for row in max(0, -y)..<max(0, -y, min(lines.height, height - y)) {
            for column in max(0, -x)..<max(0, -x, min(lines.width, width - x)) {
                let cover = min(max(stroke / 2 + 0.5 - lines.values[row * lines.width + column], 0), 1)
                if cover == 0 { continue }
                let at = (y + row) * width + x + column
                pixels[at] += (colour - pixels[at]) * cover
            }
        }
    }

    /// Lays an image over the picture; what reaches over its edge is cut off.
    mutating func paste(_ image: RasterImage, x: Int, y: Int) {
        let other = Canvas(image)
        for row in max(0, -y)..<max(0, -y, min(other.height, height - y)) {
            for column in max(0, -x)..<max(0, -x, min(other.width, width - x)) {
                pixels[(y + row) * width + x + column] = other.pixels[row * other.width + column]
            }
        }
    }
}

extension Colour {
    fileprivate var samples: SIMD3<Float> { SIMD3(Float(red), Float(green), Float(blue)) }
}
