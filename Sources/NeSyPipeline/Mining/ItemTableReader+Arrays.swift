import NeSyFormats
import NeSyTensor

extension ItemTableReader {
    /// The items of an array: rows by items, or the class of every row.
    func items(_ array: NumericArray, named name: String, pool: WorkerPool) throws(NeSyError) -> LayerItems {
        guard (1...2).contains(array.shape.rank) else {
            throw NeSyError(
                .badData, "The array is no table.", expected: "2 dimensions, rows by items, or 1, a class a row",
                found: "shape \(array.shape)",
                remedy: "Reshape it to [\(array.shape.rank > 0 ? array.shape[0] : 0), -1].")
        }
        guard array.shape[0] > 0 else {
            throw NeSyError(
                .badData, "The array has no rows.", expected: "at least one row", found: "shape \(array.shape)")
        }
        if array.shape.rank == 1, let labels = array.integers, !array.isBoolean { return try classes(labels, name) }
        let (rows, columns) = (array.shape[0], array.shape.rank == 2 ? array.shape[1] : 1)
        try requireBits(rows: rows, columns: columns)
        let bits: BitMatrix
        switch array.values {
        case .bool(let values):
            bits = BitMatrix(rows: rows, columns: columns, pool: pool) { index, _ in values[index] }
        case .uint8(let values): bits = try self.bits(values, rows, columns, pool) { Double($0) }
        case .int8(let values): bits = try self.bits(values, rows, columns, pool) { Double($0) }
        case .int16(let values): bits = try self.bits(values, rows, columns, pool) { Double($0) }
        case .int32(let values): bits = try self.bits(values, rows, columns, pool) { Double($0) }
        case .int64(let values): bits = try self.bits(values, rows, columns, pool) { Double($0) }
        case .float32(let values): bits = try self.bits(values, rows, columns, pool) { Double($0) }
        case .float64(let values): bits = try self.bits(values, rows, columns, pool) { $0 }
        }
        let names = array.shape.rank == 2 ? (0..<columns).map { "\(name)_\($0)" } : [name]
        return LayerItems(layer: name, kind: .columns, names: names, bits: bits)
    }

    private func classes(_ labels: [Int64], _ name: String) throws(NeSyError) -> LayerItems {
        let classes = Set(labels).filter { $0 >= 0 }.sorted()
        try requireBits(rows: labels.count, columns: classes.count)
        let index = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, Int32($0)) })
        return LayerItems(
            layer: name, kind: .classes, names: classes.map { "\(name)_\($0)" },
            bits: LayerItems.oneHot(labels.map { index[$0] ?? -1 }, classes: classes.count))
    }

    private func bits<Value: Sendable>(
        _ values: [Value], _ rows: Int, _ columns: Int, _ pool: WorkerPool, _ number: @Sendable (Value) -> Double
    ) throws(NeSyError) -> BitMatrix {
        if Value.self is any BinaryFloatingPoint.Type, let bad = values.firstIndex(where: { number($0).isNaN }) {
            throw NeSyError(
                .badData, "A cell is no number.", at: "row \(bad / columns + 1), column \(bad % columns + 1)",
                expected: "numbers", found: "nan",
                remedy: "Leave the row out, or put a number there: one that is not above the threshold says not set.")
        }
        switch threshold {
        case .above(let limit):
            return BitMatrix(rows: rows, columns: columns, pool: pool) { index, _ in number(values[index]) > limit }
        case .quantile(let quantile):
            let sample = ItemThreshold.sample(of: rows)
            let rank = ItemThreshold.rank(of: quantile, among: sample.count)
            let limits = (0..<columns).map { column in
                sample.map { number(values[$0 * columns + column]) }.sorted()[rank]
            }
            return BitMatrix(rows: rows, columns: columns, pool: pool) { index, column in
                number(values[index]) > limits[column]
            }
        }
    }
}

extension NumericArray {
    fileprivate var isBoolean: Bool {
        if case .bool = values { true } else { false }
    }
}

extension BitMatrix {
    /// A bit for each cell of a row-major array.
    /// - Parameter isSet: of an index into the array, and its column.
    fileprivate init(rows: Int, columns: Int, pool: WorkerPool, _ isSet: (_ index: Int, _ column: Int) -> Bool) {
        let pitch = BitMatrix.words(forRows: rows)
        var words = [UInt64](repeating: 0, count: pitch * columns)
        words.withUnsafeMutableBufferPointer { words in
            let target = UnsafeWords(words)
            // A part is the rows of a cache line of every column.
            pool.run(count: (rows + 63) / 64, grain: 8) { blocks in
                for block in blocks {
                    let last = min(rows, block * 64 + 64)
                    for row in block * 64..<last {
                        let bit = UInt64(1) << UInt64(row & 63)
                        for column in 0..<columns where isSet(row * columns + column, column) {
                            target[column * pitch + block] |= bit
                        }
                    }
                }
            }
        }
        self.init(rows: rows, columns: columns, words: words)
    }
}

/// Words of which every thread writes its own.
private struct UnsafeWords: @unchecked Sendable {
    private let base: UnsafeMutablePointer<UInt64>?

    init(_ buffer: UnsafeMutableBufferPointer<UInt64>) { base = buffer.baseAddress }

    subscript(index: Int) -> UInt64 {
        get { base![index] }
        nonmutating set { base![index] = newValue }
    }
}
