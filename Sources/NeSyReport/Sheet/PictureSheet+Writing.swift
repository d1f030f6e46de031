import NeSyFormats
import NeSyTensor

extension PictureSheet {
    /// The sheet with text as text, in the reader's light or dark theme.
    func svg() throws(NeSyError) -> SVGDocument {
        var elements: [SVGElement] = []
        for item in items {
            switch item {
            case .image(let image, let x, let y):
                elements.append(
                    .image(
                        png: try PNG.encode(image), x: Double(x), y: Double(y), width: Double(image.width),
                        height: Double(image.height)))
            case .text(let text, let x, let y, let size, let isBold, let paint, let width):
                elements.append(
                    .text(
                        text, x: Double(x), y: Double(y), size: Double(size), isBold: isBold, fitting: Double(width)
                    ).filled(paint))
            case .line(let x1, let y1, let x2, let y2, let paint):
                elements.append(
                    .line(x1: Double(x1), y1: Double(y1), x2: Double(x2), y2: Double(y2)).stroked(paint))
            }
        }
        return SVGDocument(
            width: Double(width), height: Double(height), title: title, summary: summary, elements: elements)
    }

    /// The sheet as pixels, on white.
    func image() -> RasterImage {
        var canvas = Canvas(width: width, height: height, ground: Paint.paper.onLight)
        for item in items {
            switch item {
            case .image(let image, let x, let y): canvas.paste(image, x: x, y: y)
            case .text(let text, let x, let y, let size, let isBold, let paint, let width):
                let font = StrokeFont(size: Float(size), isBold: isBold)
                let short = font.shortened(text, to: Float(width))
                // Room for what hangs below the line and stands above it.
                let top = y - size
                var lines = LineDistances(
                    width: Int(font.width(of: short)) + size, height: 2 * size, reach: font.pen / 2 + 1)
                font.draw(short, x: 0, y: Float(y - top), on: &lines)
                canvas.draw(lines, width: font.pen, paint.onLight, x: x, y: top)
            case .line(let x1, let y1, let x2, let y2, let paint):
                var lines = LineDistances(width: x2 - x1 + 1, height: y2 - y1 + 1, reach: 1)
                lines.add(from: [0, 0.5], to: [Float(x2 - x1) + 1, Float(y2 - y1) + 0.5])
                canvas.draw(lines, width: 1, paint.onLight, x: x1, y: y1)
            }
        }
        return canvas.image
    }
}

extension Paint {
    /// The colour on a light ground.
    fileprivate var onLight: Colour {
        if case .colour(let colour) = self { colour } else { (role ?? .paper).light }
    }
}
