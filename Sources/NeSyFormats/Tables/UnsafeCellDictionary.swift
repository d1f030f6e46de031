/// The distinct cells of one column in one piece of a file, numbered in order of appearance: an open-addressing
/// table on the bytes in place, so that no cell becomes a String before the end.
///
/// Where nearly every cell is new the table is given up, and every cell gets a number of its own.
struct UnsafeCellDictionary {
    struct Entry {
        let start: UnsafePointer<UInt8>
        let length: Int
        /// Where the cell stands in the file, for messages.
        let offset: Int
    }

    private struct Slot {
        /// The bytes themselves up to 8 of them, else their hash.
        var key: UInt64
        var length: UInt32
        /// The number of the entry plus 1; 0 marks a free slot.
        var number: UInt32
    }

    private let seed: UInt64
    private(set) var entries: [Entry] = []
    /// nil before the first cell, and once the table has been given up.
    private var slots: UnsafeMutablePointer<Slot>?
    private var mask = -1
    private var lookups = 0

    /// So many distinct cells tell whether a column repeats itself.
    private static let trial = 4096

    /// - Parameter seed: differs from process to process, so that no file can be made to collide; results do
    ///   not depend on it.
    init(seed: UInt64) { self.seed = seed }

    func deallocate() { slots?.deallocate() }

    /// Up to 8 bytes as they lie in memory, zeros above.
    @inline(__always)
    static func packed(_ start: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
        var key: UInt64 = 0
        for index in 0..<length { key |= UInt64(start[index]) << UInt64(8 * index) }
        return key
    }

    /// A hash of more than 8 bytes.
    @inline(__always)
    static func hash(_ start: UnsafePointer<UInt8>, _ length: Int, seed: UInt64) -> UInt64 {
        let raw = UnsafeRawPointer(start)
        var value = UInt64(truncatingIfNeeded: length)
        var index = 0
        while index &+ 8 < length {
            value = mix(value ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self), seed)
            index &+= 8
        }
        return mix(value ^ raw.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self), seed)
    }

    @inline(__always)
    private static func mix(_ value: UInt64, _ seed: UInt64) -> UInt64 {
        let product = (value ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    /// The number of a cell, which is given one when it is new.
    /// - Parameter key: ``packed(_:_:)`` or ``hash(_:_:seed:)`` of it, by its length.
    @inline(__always)
    mutating func number(
        key: UInt64, _ start: UnsafePointer<UInt8>, _ length: Int, offset: Int,
        keep: (UnsafePointer<UInt8>) -> UnsafePointer<UInt8>
    ) -> UInt32 {
        guard let slots else { return insertWithoutTable(key: key, keep(start), length, offset) }
        lookups &+= 1
        var place = Int(truncatingIfNeeded: UnsafeCellDictionary.mix(key, seed)) & mask
        while slots[place].number != 0 {
            if slots[place].key == key, slots[place].length == UInt32(truncatingIfNeeded: length),
                length <= 8 || isEqual(Int(slots[place].number) &- 1, start, length)
            {
                return slots[place].number &- 1
            }
            place = (place &+ 1) & mask
        }
        return insert(key: key, keep(start), length, offset, at: place)
    }

    @inline(never)
    private func isEqual(_ number: Int, _ start: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        entries.withUnsafeBufferPointer { entries in
            if entries[number].length != length { return false }
            let other = entries[number].start
            for index in 0..<length where other[index] != start[index] { return false }
            return true
        }
    }

    @inline(never)
    private mutating func insertWithoutTable(
        key: UInt64, _ start: UnsafePointer<UInt8>, _ length: Int, _ offset: Int
    ) -> UInt32 {
        if entries.isEmpty {
            makeTable(64)
            let place = Int(truncatingIfNeeded: UnsafeCellDictionary.mix(key, seed)) & mask
            return insert(key: key, start, length, offset, at: place)
        }
        entries.append(Entry(start: start, length: length, offset: offset))
        return UInt32(truncatingIfNeeded: entries.count &- 1)
    }

    @inline(never)
    private mutating func insert(
        key: UInt64, _ start: UnsafePointer<UInt8>, _ length: Int, _ offset: Int, at place: Int
    ) -> UInt32 {
        let number = UInt32(truncatingIfNeeded: entries.count)
        entries.append(Entry(start: start, length: length, offset: offset))
        slots![place] = Slot(key: key, length: UInt32(truncatingIfNeeded: length), number: number &+ 1)
        if entries.count == UnsafeCellDictionary.trial, lookups < UnsafeCellDictionary.trial * 5 / 4 {
            slots!.deallocate()
            slots = nil
        } else if entries.count &* 2 > mask {
            grow()
        }
        return number
    }

    private mutating func makeTable(_ count: Int) {
        mask = count - 1
        slots = .allocate(capacity: count)
        slots!.initialize(repeating: Slot(key: 0, length: 0, number: 0), count: count)
    }

    private mutating func grow() {
        let (old, oldMask) = (slots!, mask)
        makeTable((oldMask + 1) * 4)
        for index in 0...oldMask where old[index].number != 0 {
            var place = Int(truncatingIfNeeded: UnsafeCellDictionary.mix(old[index].key, seed)) & mask
            while slots![place].number != 0 { place = (place &+ 1) & mask }
            slots![place] = old[index]
        }
        old.deallocate()
    }
}
