/// The cells of one column in one piece of a file: the distinct texts, and their numbers by row.
struct UnsafeCodedColumn {
    private(set) var dictionary: UnsafeCellDictionary
    private var memory: UnsafeMutablePointer<UInt32>?
    private var count = 0
    private var capacity = 0

    init(seed: UInt64) { dictionary = UnsafeCellDictionary(seed: seed) }

    var isEmpty: Bool { count == 0 }

    /// The number of the cell in the dictionary, by row.
    var codes: UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(start: memory, count: count) }

    @inline(__always)
    mutating func append(
        key: UInt64, _ start: UnsafePointer<UInt8>, _ length: Int, offset: Int,
        keep: (UnsafePointer<UInt8>) -> UnsafePointer<UInt8>
    ) {
        if count == capacity { grow() }
        memory.unsafelyUnwrapped[count] = dictionary.number(key: key, start, length, offset: offset, keep: keep)
        count &+= 1
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: max(256, capacity * 2))
        if let memory {
            larger.update(from: memory, count: count)
            memory.deallocate()
        }
        memory = larger
        capacity = max(256, capacity * 2)
    }

    func deallocate() {
        dictionary.deallocate()
        memory?.deallocate()
    }
}
