/// An image under work: rows from the top, pixels from the left, channels together. The operations are linear, and
/// those that a gradient must pass have their transpose beside them.
struct ImageDraft: Sendable, Hashable {
    var height: Int
    var width: Int
    var channels: Int
    var samples: [Float]

    /// Bilinear interpolation with pixel centres at halves and edges repeated.
    func resized(height newHeight: Int, width newWidth: Int) -> ImageDraft {
        let rows = Interpolation(from: height, to: newHeight)
        let columns = Interpolation(from: width, to: newWidth)
        var wide = ImageDraft(zeros: height, newWidth, channels)
        for y in 0..<height {
            for x in 0..<newWidth {
                let share = columns.share[x]
                for c in 0..<channels {
                    wide[y, x, c] = (1 - share) * self[y, columns.lower[x], c] + share * self[y, columns.upper[x], c]
                }
            }
        }
        var out = ImageDraft(zeros: newHeight, newWidth, channels)
        for y in 0..<newHeight {
            let share = rows.share[y]
            for x in 0..<newWidth {
                for c in 0..<channels {
                    out[y, x, c] = (1 - share) * wide[rows.lower[y], x, c] + share * wide[rows.upper[y], x, c]
                }
            }
        }
        return out
    }

    /// The transpose of ``resized(height:width:)`` from a smaller canvas: every sample gives to those it was made of.
    func gathered(height newHeight: Int, width newWidth: Int) -> ImageDraft {
        let rows = Interpolation(from: newHeight, to: height)
        let columns = Interpolation(from: newWidth, to: width)
        var low = ImageDraft(zeros: newHeight, width, channels)
        for y in 0..<height {
            let share = rows.share[y]
            for x in 0..<width {
                for c in 0..<channels {
                    low[rows.lower[y], x, c] += (1 - share) * self[y, x, c]
                    low[rows.upper[y], x, c] += share * self[y, x, c]
                }
            }
        }
        var out = ImageDraft(zeros: newHeight, newWidth, channels)
        for y in 0..<newHeight {
            for x in 0..<width {
                let share = columns.share[x]
                for c in 0..<channels {
                    out[y, columns.lower[x], c] += (1 - share) * low[y, x, c]
                    out[y, columns.upper[x], c] += share * low[y, x, c]
                }
            }
        }
        return out
    }

    /// Moved down and right; what comes in from outside has the given colour. The transpose is the opposite move with
    /// zeros.
    func shifted(down: Int, right: Int, filling colour: [Float]) -> ImageDraft {
        var out = self
        for y in 0..<height {
            for x in 0..<width {
                let (fromY, fromX) = (y - down, x - right)
                let isInside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width
                for c in 0..<channels { out[y, x, c] = isInside ? self[fromY, fromX, c] : colour[c] }
            }
        }
        return out
    }

    /// A Gaussian blur with edges repeated.
    func blurred(sigma: Float) -> ImageDraft {
        let kernel = Gaussian(sigma: sigma).weights
        let reach = kernel.count / 2
        var across = self
        var out = self
        for y in 0..<height {
            for x in 0..<width {
                for c in 0..<channels {
                    var sum: Float = 0
                    for (step, weight) in kernel.enumerated() {
                        sum += weight * self[y, min(max(x + step - reach, 0), width - 1), c]
                    }
                    across[y, x, c] = sum
                }
            }
        }
        for y in 0..<height {
            for x in 0..<width {
                for c in 0..<channels {
                    var sum: Float = 0
                    for (step, weight) in kernel.enumerated() {
                        sum += weight * across[min(max(y + step - reach, 0), height - 1), x, c]
                    }
                    out[y, x, c] = sum
                }
            }
        }
        return out
    }

    init(height: Int, width: Int, channels: Int, samples: [Float]) {
        precondition(samples.count == height * width * channels)
        self.height = height
        self.width = width
        self.channels = channels
        self.samples = samples
    }

    private init(zeros height: Int, _ width: Int, _ channels: Int) {
        self.init(
            height: height, width: width, channels: channels,
            samples: [Float](repeating: 0, count: height * width * channels))
    }

    private subscript(y: Int, x: Int, c: Int) -> Float {
        get { samples[(y * width + x) * channels + c] }
        set { samples[(y * width + x) * channels + c] = newValue }
    }
}

/// Between which two samples of an axis every sample of another length lies.
private struct Interpolation {
    var lower: [Int] = []
    var upper: [Int] = []
    /// How much of the upper.
    var share: [Float] = []

    init(from old: Int, to new: Int) {
        for index in 0..<new {
            let place = min(max((Float(index) + 0.5) * Float(old) / Float(new) - 0.5, 0), Float(old - 1))
            let floor = Int(place)
            lower.append(floor)
            upper.append(min(floor + 1, old - 1))
            share.append(place - Float(floor))
        }
    }
}
