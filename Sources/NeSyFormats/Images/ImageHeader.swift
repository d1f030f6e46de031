import NeSyTensor

/// What the first bytes of an image file say, without decoding it.
public struct ImageHeader: Sendable, Hashable {
    public enum Format: String, Sendable, Hashable, CaseIterable {
        case png = "PNG"
        case jpeg = "JPEG"
        case pnm = "PNM"
    }

    public let format: Format
    public let width: Int
    public let height: Int
    /// Channels after decoding: a palette counts as 3, or 4 with transparency.
    public let channels: Int
    /// 8 or 16, after decoding.
    public let bitsPerSample: Int

    /// Refuses extents that no reader should allocate for.
    func checkExtents(atByte offset: Int) throws(NeSyError) {
        guard width > 0, height > 0 else {
            throw .malformed(
                "\(format.rawValue): an image without pixels.", atByte: offset, expected: "a positive width and height",
                found: "\(width) x \(height)")
        }
        let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
        if overflow || pixels > RasterImage.pixelLimit {
            throw .malformed(
                "\(format.rawValue): the image is too large.", atByte: offset,
                expected: "at most \(RasterImage.pixelLimit) pixels", found: "\(width) x \(height)")
        }
    }

    var byteCount: Int { width * height * channels * (bitsPerSample / 8) }
}
