/// Sorting by 64-bit keys, 11 bits a pass; passes in which all keys agree are left out.
enum RadixSort {
    struct Item {
        var key: UInt64
        var index: UInt32
    }

    /// A key that orders like the numbers, none of which is NaN.
    static func key(_ number: Double) -> UInt64 {
        let bits = number.bitPattern
        return bits >> 63 == 1 ? ~bits : bits | 1 << 63
    }

    static func sort(_ items: inout [Item]) {
        if items.count < 512 {
            items.sort { $0.key != $1.key ? $0.key < $1.key : $0.index < $1.index }
            return
        }
        var other = items
        var common: UInt64 = 0
        for item in items { common |= item.key ^ items[0].key }
        for shift in stride(from: UInt64(0), to: 64, by: 11) where common >> shift & 2047 != 0 {
            var places = [Int](repeating: 0, count: 2048)
            for item in items { places[Int(item.key >> shift & 2047)] += 1 }
            var next = 0
            for digit in places.indices {
                let count = places[digit]
                places[digit] = next
                next += count
            }
            for item in items {
                let digit = Int(item.key >> shift & 2047)
                other[places[digit]] = item
                places[digit] += 1
            }
            swap(&items, &other)
        }
    }
}
