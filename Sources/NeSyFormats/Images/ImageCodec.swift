import NeSyTensor

/// Reads an image of any format known here, told apart by its first bytes.
public enum ImageCodec {
    /// File name endings that image folders are searched for, in lower case.
    public static let extensions: Set<String> = ["png", "jpg", "jpeg", "jpe", "jfif", "pnm", "ppm", "pgm"]

    /// Decodes a PNG, JPEG or PNM file.
    /// - Parameter location: the file, put in front of the offset of an error.
    /// - Throws: `.badData` naming the offset and what is wrong.
    public static func decode(_ bytes: [UInt8], at location: String? = nil) throws(NeSyError) -> RasterImage {
        do throws(NeSyError) {
            switch try format(bytes) {
            case .png: return try PNG.decode(bytes)
            case .jpeg: return try JPEG.decode(bytes)
            case .pnm: return try PNM.decode(bytes)
            }
        } catch {
            throw location.map { error.located(at: $0) } ?? error
        }
    }

    /// Decodes a file of ids, one a pixel: palette indices and samples below 8 bits stay as they are.
    /// - Throws: `.badData`, also for an image with more than one channel.
    public static func decodeIdentifiers(_ bytes: [UInt8], at location: String? = nil) throws(NeSyError) -> RasterImage
    {
        do throws(NeSyError) {
            let image =
                switch try format(bytes) {
                case .png: try PNG.decode(bytes, samples: .identifiers)
                case .pnm: try PNM.decode(bytes, samples: .identifiers)
                case .jpeg: try JPEG.decode(bytes)
                }
            guard image.channels == 1 else {
                throw NeSyError(
                    .badData, "A mask must have one channel of ids.", expected: "a grey or palette image",
                    found: "\(image.channels) channels")
            }
            return image
        } catch {
            throw location.map { error.located(at: $0) } ?? error
        }
    }

    /// Width, height and channels without decoding.
    public static func header(_ bytes: [UInt8], at location: String? = nil) throws(NeSyError) -> ImageHeader {
        do throws(NeSyError) {
            switch try format(bytes) {
            case .png: return try PNG.header(bytes)
            case .jpeg: return try JPEG.header(bytes)
            case .pnm: return try PNM.header(bytes)
            }
        } catch {
            throw location.map { error.located(at: $0) } ?? error
        }
    }

    private static func format(_ bytes: [UInt8]) throws(NeSyError) -> ImageHeader.Format {
        if bytes.starts(with: PNG.signature.prefix(4)) { return .png }
        if bytes.starts(with: [0xFF, 0xD8]) { return .jpeg }
        if bytes.count >= 2, bytes[0] == UInt8(ascii: "P"), (0x31...0x37).contains(bytes[1]) { return .pnm }
        let known: [(name: String, magic: [UInt8])] = [
            ("a GIF image", Array("GIF8".utf8)), ("a WebP image", Array("RIFF".utf8)),
            ("a BMP image", Array("BM".utf8)),
            ("a TIFF image", [0x49, 0x49, 0x2A]), ("a TIFF image", [0x4D, 0x4D, 0x00, 0x2A]),
        ]
        let name = known.first { bytes.starts(with: $0.magic) }?.name
        throw NeSyError(
            .badData, bytes.isEmpty ? "The image file is empty." : "The file is no image that can be read.",
            at: "byte 0",
            expected: "PNG, JPEG or PNM", found: name ?? hex(bytes.prefix(4)),
            remedy: name == nil ? nil : "convert it to PNG")
    }
}
