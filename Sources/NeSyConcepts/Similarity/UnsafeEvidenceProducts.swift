import CMicro
import NeSyCompute
import NeSyTensor

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// For every set of images and every concept the product over the set's images of
/// `1 + p * (P(concept, image) - 1) + 1e-7`, where p falls with the rank of the image in the set: the probability that
/// all images of the set show the concept, as far as they belong to it (CLIP-Dissect, soft WPMI).
///
/// Blocks of images are multiplied in as they are read. A product is kept as a mantissa and an exponent, so that no
/// logarithm is taken before the end. Unsafe buffers, since this is the innermost loop; the work is divided by
/// concepts, so the result does not depend on the number of threads.
final class UnsafeEvidenceProducts {
    let sets: ImageSets
    let concepts: Int
    private let level: VectorLevel
    private let mantissas: UnsafeMutablePointer<Float>
    private let exponents: UnsafeMutablePointer<Int32>
    /// Of each set the rows of its images, ascending, with the factors that they bring.
    private var rows: [Int32]
    private var weights: [Float]
    private var bases: [Float]
    /// How many of a set's rows have been multiplied in.
    private var used: [Int]
    private var done = 0

    /// Concepts that one thread works on at a time: their products stay in the first cache.
    static let tile = 1024
    /// What is added to every factor, so that it is never 0.
    static let leastProbability = 1e-7

    /// - Parameters:
    ///   - rows: for each image the row that speaks of it.
    ///   - weights: p, by rank.
    init(_ sets: ImageSets, rows rowOfImage: [Int], weights byRank: [Double], concepts: Int, level: VectorLevel = .best)
    {
        self.sets = sets
        self.concepts = concepts
        self.level = level
        let size = max(1, sets.count * concepts)
        mantissas = .allocate(capacity: size)
        mantissas.initialize(repeating: 1, count: size)
        exponents = .allocate(capacity: size)
        exponents.initialize(repeating: 0, count: size)
        let order = (0..<sets.count).flatMap { set in
            (0..<sets.top).map { (row: rowOfImage[Int(sets.images[set * sets.top + $0])], rank: $0) }
                .sorted { $0.row < $1.row }
        }
        rows = order.map { Int32($0.row) }
        weights = order.map { Float(byRank[$0.rank]) }
        bases = order.map { Float(1 - byRank[$0.rank] + UnsafeEvidenceProducts.leastProbability) }
        used = [Int](repeating: 0, count: sets.count)
    }

    deinit {
        mantissas.deallocate()
        exponents.deallocate()
    }

    /// Multiplies the next rows in.
    /// - Parameter sharpness: of the softmax that makes probabilities of similarities; nil where the block has
    ///   probabilities.
    /// - Returns: the row and the concept of a number that is not finite, if there is one; the products are then
    ///   of no use.
    func multiply(_ block: inout [Float], sharpness: Double?, pool: WorkerPool) -> (row: Int, concept: Int)? {
        let count = block.count / concepts
        let level = self.level.rawValue
        let first = done
        done += count
        return block.withUnsafeMutableBufferPointer { values -> (row: Int, concept: Int)? in
            guard let start = values.baseAddress else { return nil }
            let isBad = withUnsafeTemporaryAllocation(of: Bool.self, capacity: count) { flags in
                pool.run(count: count, grain: 16) { part in
                    for row in part {
                        let line = start + row * concepts
                        let isFinite = nesy_has_nonfinite(line, concepts) == 0
                        flags.initializeElement(at: row, to: !isFinite)
                        if isFinite, let sharpness { nesy_sharpen(level, Float(sharpness), line, concepts) }
                    }
                }
                return flags.firstIndex(of: true)
            }
            if let row = isBad {
                let line = values[row * concepts..<(row + 1) * concepts]
                return (first + row, line.firstIndex { !$0.isFinite }.map { $0 - row * concepts } ?? 0)
            }
            multiply(UnsafePointer(start), rows: first..<first + count, pool: pool)
            return nil
        }
    }

    private func multiply(_ block: UnsafePointer<Float>, rows range: Range<Int>, pool: WorkerPool) {
        let top = sets.top
        let ends = (0..<sets.count).map { set in
            var end = used[set]
            while end < top, rows[set * top + end] < range.upperBound { end += 1 }
            return end
        }
        rows.withUnsafeBufferPointer { rows in
            weights.withUnsafeBufferPointer { weights in
                bases.withUnsafeBufferPointer { bases in
                    guard let weights = weights.baseAddress, let bases = bases.baseAddress else { return }
                    pool.run(count: concepts, grain: UnsafeEvidenceProducts.tile) { tile in
                        withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: top) { lines in
                            guard let list = lines.baseAddress else { return }
                            for set in 0..<sets.count where ends[set] > used[set] {
                                let from = set * top + used[set]
                                let count = ends[set] - used[set]
                                for hit in 0..<count {
                                    let row = Int(rows[from + hit]) - range.lowerBound
                                    (list + hit).initialize(to: block + row * concepts + tile.lowerBound)
                                }
                                let place = set * concepts + tile.lowerBound
                                var job = nesy_evidence(
                                    level: level.rawValue, count: count, columns: tile.count, rows: list,
                                    weights: weights + from, bases: bases + from, mantissas: mantissas + place,
                                    exponents: exponents + place)
                                nesy_multiply_evidence(&job)
                            }
                        }
                    }
                }
            }
        }
        used = ends
    }

    /// The natural logarithm of a product.
    func logarithm(_ set: Int, _ concept: Int) -> Double {
        let place = set * concepts + concept
        return Double(exponents[place]) * UnsafeEvidenceProducts.logarithmOfTwo + log(Double(mantissas[place]))
    }

    private static let logarithmOfTwo = 0.693147180559945309
}
