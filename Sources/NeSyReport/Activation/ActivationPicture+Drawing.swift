import NeSyFormats

extension ActivationPicture {
    /// The photo alone, as large as ``heat(side:style:showsField:)`` draws it.
    public func plain(side: Int) -> RasterImage {
        let (width, height) = photo.extents(fitting: side)
        return photo.resized(width: width, height: height)
    }

    /// The map over the photo.
    /// - Parameters:
    ///   - side: pixels of the longer side; the shorter one follows from the photo's proportions.
    ///   - showsField: whether a dashed rectangle marks what the strongest position sees.
    /// - Returns: RGB with 8 bits.
    public func heat(side: Int, style: Style = .present, showsField: Bool = false) -> RasterImage {
        let ground = plain(side: side)
        var canvas = Canvas(ground)
        guard let strongest else {
            canvas.fade(style)
            return canvas.image
        }
        canvas.fade(style)
        let field = enlarged(width: ground.width, height: ground.height)
        canvas.glow(field, style)
        let stroke = Stroke(side: max(ground.width, ground.height), style)
        var region = LineDistances(width: ground.width, height: ground.height)
        region.addContour(of: field, at: ActivationPicture.outlined, inset: Float(stroke.halo) / 2)
        canvas.draw(region, stroke)
        if showsField {
            var frame = LineDistances(width: ground.width, height: ground.height)
            let rows = placement.rows.fields[strongest.row]
            let columns = placement.columns.fields[strongest.column]
            frame.addDashedRectangle(
                left: columns.lowerBound, top: rows.lowerBound, right: columns.upperBound, bottom: rows.upperBound,
                dash: stroke.dash, inset: Float(stroke.halo) / 2)
            canvas.draw(frame, stroke)
        }
        return canvas.image
    }

    /// The map at every pixel of a picture, as shares of its peak: bicubic between the positions, constant beyond the
    /// outermost.
    func enlarged(width newWidth: Int, height newHeight: Int) -> [Float] {
        let across = CubicTaps(placement.columns, positions: width, pixels: newWidth)
        let down = CubicTaps(placement.rows, positions: height, pixels: newHeight)
        var wide: [Float] = []
        wide.reserveCapacity(height * newWidth)
        for row in 0..<height {
            for x in 0..<newWidth {
                wide.append(across.sum(at: x) { shares[row * width + $0] })
            }
        }
        var out: [Float] = []
        out.reserveCapacity(newWidth * newHeight)
        for y in 0..<newHeight {
            for x in 0..<newWidth { out.append(max(0, down.sum(at: y) { wide[$0 * newWidth + x] })) }
        }
        return out
    }
}
