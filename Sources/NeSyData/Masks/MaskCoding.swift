import NeSyFormats
import NeSyTensor

/// How the pixels of a mask file tell concepts: what makes the code of a pixel, and the concept of a code.
struct MaskCoding: Sendable {
    enum Pixels: Sendable, Hashable {
        /// The id that a grey or palette image holds, up to 65535.
        case ids
        /// red / 10 * 256 + green
        case redGreen
        /// 0xRRGGBB
        case colours
    }

    let pixels: Pixels
    var concept: [Int: Int32]
    /// The file that lists the codes, for errors.
    let table: String

    /// Decodes one file.
    /// - Throws: `.badData` for a damaged image, another kind of image, and a pixel whose code is not listed.
    func mask(_ bytes: [UInt8]) throws(NeSyError) -> ConceptMask {
        let image = try pixels == .ids ? ImageCodec.decodeIdentifiers(bytes) : ImageCodec.decode(bytes)
        let codes = try codes(image)
        var ids: [Int32] = []
        ids.reserveCapacity(codes.count)
        // Masks are areas of one code: most pixels are like the one before.
        var last = (code: -1, concept: ConceptMask.void)
        for (pixel, code) in codes.enumerated() {
            if code != last.code {
                last = (code, try concept(code, image, pixel))
            }
            ids.append(last.concept)
        }
        return ConceptMask(height: image.height, width: image.width, ids: ids)
    }

    private func concept(_ code: Int, _ image: RasterImage, _ pixel: Int) throws(NeSyError) -> Int32 {
        if let concept = concept[code] { return concept }
        if code == 0 && pixels != .colours { return ConceptMask.void }
        if pixels == .ids && code == (1 << image.bitsPerSample) - 1 { return ConceptMask.void }
        throw NeSyError(
            .badData, "A mask shows a concept without a name.",
            at: "column \(pixel % image.width), row \(pixel / image.width)",
            expected: "a code that \(table) lists", found: describe(code), remedy: "add it to the list")
    }

    private func describe(_ code: Int) -> String {
        switch pixels {
        case .ids: "the id \(code)"
        case .redGreen: "the class \(code)"
        case .colours: "the colour \(code >> 16), \((code >> 8) & 255), \(code & 255)"
        }
    }

    private func codes(_ image: RasterImage) throws(NeSyError) -> [Int] {
        if pixels == .ids { return image.integers.map(Int.init) }
        guard image.channels >= 3, case .eightBit(let samples) = image.samples else {
            throw NeSyError(
                .badData, "A mask of colours must be an image with colours.", expected: "RGB or a palette, 8 bits",
                found: "\(image.channels) channels of \(image.bitsPerSample) bits",
                remedy: "where masks hold ids that concepts.csv lists, say so: --mask-format index")
        }
        return stride(from: 0, to: samples.count, by: image.channels).map { at in
            let (red, green, blue) = (Int(samples[at]), Int(samples[at + 1]), Int(samples[at + 2]))
            return pixels == .redGreen ? red / 10 * 256 + green : red << 16 | green << 8 | blue
        }
    }
}
