/// The distinct cells of one column in one piece of a file, numbered in order of appearance: an open-addressing
/// table on the bytes in place, so that no cell becomes a String before the end.
struct UnsafeCellDictionary {
    struct Entry {
        let start: UnsafePointer<UInt8>
        let length: Int
        /// Where the cell stands in the file, for messages.
        let offset: Int
    }

    private struct Slot {
        /// The bytes themselves up to 8 of them, else a hash.
        var key: UInt64
        var length: UInt32
        /// The number of the entry plus 1; 0 marks a free slot.
        var number: UInt32
    }

    private(set) var entries: [Entry] = []
    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int

    /// Drawn anew in every process, so that no file can be made to collide; results do not depend on it.
    private static let seed = UInt64.random(in: .min ... .max) | 1

    init() {
        mask = 15
        slots = .allocate(capacity: 16)
        slots.initialize(repeating: Slot(key: 0, length: 0, number: 0), count: 16)
    }

    func deallocate() { slots.deallocate() }

    /// Up to 8 bytes as they lie in memory, zeros above.
    @inline(__always)
    static func packed(_ start: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
        var key: UInt64 = 0
        for index in 0..<length { key |= UInt64(start[index]) << UInt64(8 * index) }
        return key
    }

    /// A hash of more than 8 bytes.
    @inline(__always)
    static func hash(_ start: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
        let raw = UnsafeRawPointer(start)
        var value = seed ^ UInt64(length)
        var index = 0
        while index + 8 < length {
            value = mix(value ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        return mix(value ^ raw.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self))
    }

    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        let product = (value ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    /// The number of a cell, which is given one when it is new.
    /// - Parameter key: ``packed(_:_:)`` or ``hash(_:_:)`` of it, by its length.
    @inline(__always)
    mutating func number(
        key: UInt64, _ start: UnsafePointer<UInt8>, _ length: Int, offset: Int,
        keep: (UnsafePointer<UInt8>) -> UnsafePointer<UInt8>
    ) -> UInt32 {
        var place = Int(truncatingIfNeeded: UnsafeCellDictionary.mix(key)) & mask
        while slots[place].number != 0 {
            if slots[place].key == key, slots[place].length == UInt32(truncatingIfNeeded: length),
                length <= 8 || isEqual(entries[Int(slots[place].number) - 1], start, length)
            {
                return slots[place].number &- 1
            }
            place = (place + 1) & mask
        }
        return insert(key: key, keep(start), length, offset, at: place)
    }

    private func isEqual(_ entry: Entry, _ start: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        if entry.length != length { return false }
        for index in 0..<length where entry.start[index] != start[index] { return false }
        return true
    }

    @inline(never)
    private mutating func insert(
        key: UInt64, _ start: UnsafePointer<UInt8>, _ length: Int, _ offset: Int, at place: Int
    ) -> UInt32 {
        let number = UInt32(entries.count)
        entries.append(Entry(start: start, length: length, offset: offset))
        slots[place] = Slot(key: key, length: UInt32(truncatingIfNeeded: length), number: number + 1)
        if entries.count * 2 > mask { grow() }
        return number
    }

    private mutating func grow() {
        let old = (slots, mask)
        mask = old.1 * 4 + 3
        slots = .allocate(capacity: mask + 1)
        slots.initialize(repeating: Slot(key: 0, length: 0, number: 0), count: mask + 1)
        for index in 0...old.1 where old.0[index].number != 0 {
            var place = Int(truncatingIfNeeded: UnsafeCellDictionary.mix(old.0[index].key)) & mask
            while slots[place].number != 0 { place = (place + 1) & mask }
            slots[place] = old.0[index]
        }
        old.0.deallocate()
    }
}
