import NeSyFormats
import NeSyTensor

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
            let (rows, columns) = (placement.rows, placement.columns)
            let (down, across) = (rows.fields[strongest.row], columns.fields[strongest.column])
            frame.addDashedRectangle(
                left: across.lowerBound / columns.extent, top: down.lowerBound / rows.extent,
                right: across.upperBound / columns.extent, bottom: down.upperBound / rows.extent,
                dash: stroke.dash, inset: Float(stroke.halo) / 2)
            canvas.draw(frame, stroke)
        }
        return canvas.image
    }

    /// The map at every pixel of a picture, as shares of its peak.
    func enlarged(width newWidth: Int, height newHeight: Int) -> [Float] {
        BicubicResampling(placement, to: (newHeight, newWidth)).apply(shares).map { max(0, $0) }
    }
}
