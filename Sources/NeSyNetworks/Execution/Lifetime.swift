/// How large an intermediate value is and between which points of a step it must be kept.
struct Lifetime {
    var count: Int
    var born: Int
    var dies: Int

    mutating func extend(to time: Int) { dies = max(dies, time) }

    mutating func merge(_ other: Lifetime) {
        count = max(count, other.count)
        born = min(born, other.born)
        dies = max(dies, other.dies)
    }
}

/// Which values may share memory: a greedy walk along the time axis that hands the best fitting free buffer to
/// every new value.
struct BufferAssignment {
    /// For every lifetime the buffer it was given.
    private(set) var buffers: [Int]
    /// The size of every buffer.
    private(set) var sizes: [Int] = []

    init(_ lifetimes: [Lifetime]) {
        buffers = [Int](repeating: 0, count: lifetimes.count)
        var busyUntil: [Int] = []
        let order = lifetimes.indices.sorted { (lifetimes[$0].born, $0) < (lifetimes[$1].born, $1) }
        for index in order {
            let value = lifetimes[index]
            let free = sizes.indices.filter { busyUntil[$0] < value.born }
            let fitting = free.filter { sizes[$0] >= value.count }.min { (sizes[$0], $0) < (sizes[$1], $1) }
            let largest = free.max { (sizes[$0], -$0) < (sizes[$1], -$1) }
            if let buffer = fitting ?? largest {
                sizes[buffer] = max(sizes[buffer], value.count)
                busyUntil[buffer] = value.dies
                buffers[index] = buffer
            } else {
                buffers[index] = sizes.count
                sizes.append(value.count)
                busyUntil.append(value.dies)
            }
        }
    }
}
