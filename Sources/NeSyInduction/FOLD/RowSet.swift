import CMicro
import NeSyTensor

/// A set of rows as bits, with its size.
struct RowSet: Sendable {
    private(set) var words: [UInt64]
    private(set) var count: Int

    init(_ words: [UInt64]) {
        self.words = words
        count = words.withUnsafeBufferPointer { all in
            all.baseAddress.map { Int(nesy_popcount($0, all.count)) } ?? 0
        }
    }

    init(allOf rows: Int) { self.init(BitColumn(rows: rows, filled: true).words) }

    var isEmpty: Bool { count == 0 }

    func subtracting(_ other: RowSet) -> RowSet {
        if other.isEmpty || isEmpty { return self }
        return combined(other.words) { $0 & ~$1 }
    }

    func intersection(_ other: [UInt64]) -> RowSet { combined(other) { $0 & $1 } }

    func subtracting(_ other: [UInt64]) -> RowSet { combined(other) { $0 & ~$1 } }

    func union(_ other: RowSet) -> RowSet { combined(other.words) { $0 | $1 } }

    @inline(__always)
    private func combined(_ other: [UInt64], _ operation: (UInt64, UInt64) -> UInt64) -> RowSet {
        precondition(other.count == words.count)
        return RowSet(
            [UInt64](unsafeUninitializedCapacity: words.count) { target, count in
                words.withUnsafeBufferPointer { left in
                    other.withUnsafeBufferPointer { right in
                        for word in 0..<left.count { target[word] = operation(left[word], right[word]) }
                    }
                }
                count = words.count
            })
    }

    /// The rows whose value passes.
    @inline(__always)
    func filtered<Value>(by values: [Value], _ passes: (Value) -> Bool) -> RowSet {
        RowSet(
            [UInt64](unsafeUninitializedCapacity: words.count) { target, count in
                values.withUnsafeBufferPointer { values in
                    for (word, bits) in words.enumerated() {
                        var rest = bits
                        var kept: UInt64 = 0
                        while rest != 0 {
                            let bit = rest.trailingZeroBitCount
                            if passes(values[word << 6 + bit]) { kept |= 1 << UInt64(bit) }
                            rest &= rest &- 1
                        }
                        target[word] = kept
                    }
                }
                count = words.count
            })
    }

    @inline(__always)
    func forEachRow(_ body: (Int) -> Void) {
        for (word, bits) in words.enumerated() {
            var rest = bits
            while rest != 0 {
                body(word << 6 + rest.trailingZeroBitCount)
                rest &= rest &- 1
            }
        }
    }

    /// The rows in ascending order.
    var rows: [UInt32] {
        [UInt32](unsafeUninitializedCapacity: count) { target, filled in
            forEachRow { row in
                target[filled] = UInt32(row)
                filled += 1
            }
        }
    }

    /// The bits of a column at the rows of this set, packed in order.
    func packing(_ column: [UInt64]) -> [UInt64] {
        precondition(column.count == words.count)
        let packedCount = BitMatrix.words(forRows: count)
        return [UInt64](unsafeUninitializedCapacity: packedCount) { target, filled in
            guard let out = target.baseAddress else { return }
            column.withUnsafeBufferPointer { column in
                words.withUnsafeBufferPointer { mask in
                    guard let column = column.baseAddress, let mask = mask.baseAddress else { return }
                    nesy_extract_bits(column, mask, words.count, out, packedCount)
                }
            }
            filled = packedCount
        }
    }

    /// The inverse of ``packing(_:)``: a subset of this set from its packed form.
    func unpacking(_ packed: RowSet) -> RowSet {
        if packed.isEmpty { return RowSet([UInt64](repeating: 0, count: words.count)) }
        return RowSet(
            [UInt64](unsafeUninitializedCapacity: words.count) { target, filled in
                guard let out = target.baseAddress else { return }
                packed.words.withUnsafeBufferPointer { packed in
                    words.withUnsafeBufferPointer { mask in
                        guard let packed = packed.baseAddress, let mask = mask.baseAddress else { return }
                        nesy_deposit_bits(packed, mask, words.count, out)
                    }
                }
                filled = words.count
            })
    }
}
