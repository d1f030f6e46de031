/// The largest singular value of a small matrix and its singular vectors, in Double: the Gram matrix of the shorter
/// side is diagonalised by cyclic Jacobi rotations. Singular values far below the largest are not needed, so that the
/// squaring in the Gram matrix costs nothing here.
struct LargestSingularValue {
    private let height: Int
    private let width: Int
    /// The order of the Gram matrix, and the extent that it sums over.
    private let order: Int
    private let length: Int
    private let gram: UnsafeMutablePointer<Double>
    private let vectors: UnsafeMutablePointer<Double>
    private let other: UnsafeMutablePointer<Double>
    private var leading = 0
    /// The value of the last ``decompose(_:step:)``.
    private(set) var largest = 0.0

    static func scratchCount(height: Int, width: Int) -> Int {
        let order = min(height, width)
        return 2 * order * order + max(height, width)
    }

    init(height: Int, width: Int, _ memory: UnsafeMutablePointer<Double>) {
        self.height = height
        self.width = width
        order = min(height, width)
        length = max(height, width)
        gram = memory
        vectors = memory + order * order
        other = memory + 2 * order * order
    }

    /// The matrix element along (short side, long side).
    private func element(_ map: UnsafePointer<Float>, _ short: Int, _ long: Int, _ step: Int) -> Double {
        let position = height <= width ? short * width + long : long * width + short
        return Double(map[position * step])
    }

    /// Reads a `height` x `width` matrix whose elements lie `step` apart.
    mutating func decompose(_ map: UnsafePointer<Float>, step: Int) {
        for i in 0..<order {
            for j in i..<order {
                var sum = 0.0
                for k in 0..<length { sum += element(map, i, k, step) * element(map, j, k, step) }
                gram[i * order + j] = sum
                gram[j * order + i] = sum
            }
            for j in 0..<order { vectors[i * order + j] = i == j ? 1 : 0 }
        }
        diagonalize()
        leading = 0
        for i in 1..<max(1, order) where gram[i * order + i] > gram[leading * order + leading] { leading = i }
        largest = max(0, gram[leading * order + leading]).squareRoot()
    }

    /// Adds or writes `slope` times the product of the leading singular vectors; nothing for a zero matrix.
    func addGradient(
        slope: Float, _ map: UnsafePointer<Float>, step: Int, into target: UnsafeMutablePointer<Float>,
        accumulate: Bool
    ) {
        // v = M^T u / sigma for the leading eigenvector u.
        for k in 0..<length {
            var sum = 0.0
            for i in 0..<order { sum += element(map, i, k, step) * vectors[i * order + leading] }
            other[k] = largest == 0 ? 0 : sum / largest
        }
        for i in 0..<order {
            for k in 0..<length {
                let position = height <= width ? i * width + k : k * width + i
                let value = Float(Double(slope) * vectors[i * order + leading] * other[k])
                target[position * step] = accumulate ? target[position * step] + value : value
            }
        }
    }

    private func diagonalize() {
        var trace = 0.0
        for i in 0..<order { trace += gram[i * order + i] }
        // Rotations of elements below this change the largest eigenvalue by less than its rounding.
        let negligible = trace * 1e-14
        for _ in 0..<32 {
            var rotated = false
            for p in 0..<order {
                for q in p + 1..<max(p + 1, order) where abs(gram[p * order + q]) > negligible {
                    rotate(p, q)
                    rotated = true
                }
            }
            if !rotated { return }
        }
    }

    private func rotate(_ p: Int, _ q: Int) {
        let theta = (gram[q * order + q] - gram[p * order + p]) / (2 * gram[p * order + q])
        let tangent = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        let sine = tangent * cosine
        for k in 0..<order {
            let (a, b) = (gram[k * order + p], gram[k * order + q])
            gram[k * order + p] = cosine * a - sine * b
            gram[k * order + q] = sine * a + cosine * b
        }
        for k in 0..<order {
            let (a, b) = (gram[p * order + k], gram[q * order + k])
            gram[p * order + k] = cosine * a - sine * b
            gram[q * order + k] = sine * a + cosine * b
        }
        for k in 0..<order {
            let (a, b) = (vectors[k * order + p], vectors[k * order + q])
            vectors[k * order + p] = cosine * a - sine * b
            vectors[k * order + q] = sine * a + cosine * b
        }
    }
}
