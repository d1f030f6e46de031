/// Antialiased bilinear resizing of a part of an image: a triangle filter that grows with the reduction, rows
/// and columns in turn. The weights are those of Pillow's `BILINEAR` and of PyTorch's `antialias=True`.
struct Resampling {
    /// One axis: for every target position the first source position and its weights, `taps` apart.
    struct Axis {
        let taps: Int
        let first: [Int]
        let weights: [Float]

        /// - Parameters:
        ///   - source: positions there are.
        ///   - start: where the part begins, in source positions.
        ///   - length: the length of the part, positive.
        ///   - target: positions wanted.
        init(source: Int, start: Double, length: Double, target: Int) {
            let scale = length / Double(target)
            let filterScale = max(scale, 1)
            taps = min(source, Int(filterScale.rounded(.up)) * 2 + 1)
            var first: [Int] = []
            var weights = [Float](repeating: 0, count: target * taps)
            first.reserveCapacity(target)
            var row = [Double](repeating: 0, count: taps)
            for position in 0..<target {
                let centre = start + (Double(position) + 0.5) * scale
                let low = min(max(0, Int(centre - filterScale + 0.5)), source - 1)
                let high = max(low + 1, min(source, Int(centre + filterScale + 0.5)))
                var sum = 0.0
                for tap in 0..<min(taps, high - low) {
                    let distance = abs((Double(low + tap) - centre + 0.5) / filterScale)
                    row[tap] = max(0, 1 - distance)
                    sum += row[tap]
                }
                // A part that ends within rounding of the border can leave a filter without any weight.
                if sum == 0 {
                    row[0] = 1
                    sum = 1
                }
                for tap in 0..<min(taps, high - low) { weights[position * taps + tap] = Float(row[tap] / sum) }
                // Filters at the end keep their full width inside the source: the weights move to the right.
                let inside = min(low, source - taps)
                if inside < low {
                    let shift = low - inside
                    for tap in stride(from: taps - 1, through: 0, by: -1) {
                        weights[position * taps + tap] = tap >= shift ? weights[position * taps + tap - shift] : 0
                    }
                }
                first.append(inside)
            }
            self.first = first
            self.weights = weights
        }
    }

    let rows: Axis
    let columns: Axis

    init(height: Int, width: Int, box: CropBox, targetHeight: Int, targetWidth: Int) {
        rows = Axis(source: height, start: box.top, length: box.height, target: targetHeight)
        columns = Axis(source: width, start: box.left, length: box.width, target: targetWidth)
    }

    /// Writes `[target height, target width, channels]` with values 0 to 1.
    func apply(_ pixels: UnsafePixels, _ channels: ChannelMode, into output: UnsafeMutablePointer<Float>) {
        let targetHeight = rows.first.count
        let targetWidth = columns.first.count
        let firstRow = rows.first.min() ?? 0
        let lastRow = (rows.first.max() ?? 0) + rows.taps
        let pitch = targetWidth * channels.count
        // One row of the source beside the narrowed rows.
        let capacity = (lastRow - firstRow) * pitch + pixels.width * channels.count
        withUnsafeTemporaryAllocation(of: Float.self, capacity: capacity) { area in
            guard let middle = area.baseAddress else { return }
            let whole = middle + (lastRow - firstRow) * pitch
            for row in firstRow..<lastRow {
                pixels.convertRow(row, to: channels, into: whole)
                reduceRow(whole, channels: channels.count, into: middle + (row - firstRow) * pitch)
            }
            rows.weights.withUnsafeBufferPointer { weights in
                for row in 0..<targetHeight {
                    let target = output + row * pitch
                    for index in 0..<pitch { target[index] = 0 }
                    for tap in 0..<rows.taps {
                        let weight = weights[row * rows.taps + tap]
                        if weight == 0 { continue }
                        let from = middle + (rows.first[row] + tap - firstRow) * pitch
                        for index in 0..<pitch { target[index] += weight * from[index] }
                    }
                }
            }
        }
    }

    private func reduceRow(
        _ source: UnsafePointer<Float>, channels: Int, into target: UnsafeMutablePointer<Float>
    ) {
        let taps = columns.taps
        columns.weights.withUnsafeBufferPointer { weights in
            columns.first.withUnsafeBufferPointer { first in
                for column in 0..<first.count {
                    let from = source + first[column] * channels
                    for channel in 0..<channels {
                        var sum: Float = 0
                        for tap in 0..<taps { sum += weights[column * taps + tap] * from[tap * channels + channel] }
                        target[column * channels + channel] = sum
                    }
                }
            }
        }
    }
}
