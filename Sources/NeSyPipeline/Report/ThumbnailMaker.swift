import NeSyData
import NeSyFormats
import NeSyReport
import NeSyTensor

/// Draws small pictures of images onto sheets, as many as may be.
struct ThumbnailMaker {
    static let side = 48
    static let columns = 20
    static let perSheet = 200
    private static let quality = 75

    let dataset: ImageDataset
    let pool: WorkerPool
    /// Told how many are drawn.
    let progress: (_ done: Int) throws(NeSyError) -> Void

    /// - Parameters:
    ///   - rows: the images, those first that matter most.
    ///   - budget: of which what the sheets cost is taken.
    /// - Returns: the sheets, and how many of the images are on them; nil when nothing fits.
    /// - Throws: what reading the images and `progress` throw.
    func sheets(_ rows: [Int], budget: inout ByteBudget) throws(NeSyError) -> (sheets: ThumbnailSheets, count: Int)? {
        var sheets: [EncodedPicture] = []
        var count = 0
        while count < rows.count {
            let part = Array(rows[count..<min(rows.count, count + ThumbnailMaker.perSheet)])
            let pictures = try thumbnails(part)
            var drawn = pictures.count
            var sheet = try sheet(pictures)
            while !budget.holds(sheet.bytes.count), drawn > 0 {
                // Bytes grow with the pictures; a little less than the share that fits comes out right.
                let share = Double(budget.left ?? 0) / Double(ByteBudget.cost(of: sheet.bytes.count))
                drawn = min(drawn - 1, Int(Double(drawn) * share * 0.95))
                if drawn > 0 { sheet = try self.sheet(Array(pictures.prefix(drawn))) }
            }
            if drawn > 0 {
                budget.spend(sheet.bytes.count)
                sheets.append(sheet)
                count += drawn
            }
            try progress(count)
            if drawn < pictures.count { break }
        }
        if sheets.isEmpty { return nil }
        return (
            ThumbnailSheets(
                side: ThumbnailMaker.side, columns: ThumbnailMaker.columns, perSheet: ThumbnailMaker.perSheet,
                sheets: sheets), count
        )
    }

    /// The images as the network gets them, stretched to a square, in colour and small.
    private func thumbnails(_ rows: [Int]) throws(NeSyError) -> [[UInt8]] {
        let side = ThumbnailMaker.side
        let transform = ImageTransform(height: side, width: side, channels: .rgb)
        let drawn = pool.map(parts: rows.count) { place -> Result<[UInt8], NeSyError> in
            do throws(NeSyError) {
                let pixels = transform.tensor(try dataset.image(rows[place]))
                guard case .eightBit(let samples) = RasterImage(pixels: pixels).samples else {
                    preconditionFailure("a picture from a tensor has 8 bits")
                }
                return .success(samples)
            } catch { return .failure(error) }
        }
        var pictures: [[UInt8]] = []
        for picture in drawn { pictures.append(try picture.get()) }
        return pictures
    }

    private func sheet(_ pictures: [[UInt8]]) throws(NeSyError) -> EncodedPicture {
        let (side, columns) = (ThumbnailMaker.side, ThumbnailMaker.columns)
        let down = (pictures.count + columns - 1) / columns
        let stride = columns * side * 3
        var canvas = [UInt8](repeating: 255, count: down * side * stride)
        for (place, samples) in pictures.enumerated() {
            let corner = place / columns * side * stride + place % columns * side * 3
            for y in 0..<side {
                let from = y * side * 3
                let to = corner + y * stride
                canvas.replaceSubrange(to..<to + side * 3, with: samples[from..<from + side * 3])
            }
        }
        let image = RasterImage(width: columns * side, height: down * side, channels: 3, canvas)
        return EncodedPicture(
            bytes: try JPEG.encode(image, quality: ThumbnailMaker.quality), format: .jpeg, width: image.width,
            height: image.height)
    }
}
