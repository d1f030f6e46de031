/// Item numbers of heads and tails, which are kept ascending.
extension Array where Element == Int {
    /// The numbers in one of two ascending arrays, ascending.
    func ascendingUnion(_ other: [Int]) -> [Int] {
        if self == other { return self }
        var union: [Int] = []
        union.reserveCapacity(count + other.count)
        var next = 0
        for number in self {
            while next < other.count, other[next] < number {
                union.append(other[next])
                next += 1
            }
            if next < other.count, other[next] == number { next += 1 }
            union.append(number)
        }
        return union + other[next...]
    }

    /// The numbers in both of two ascending arrays, ascending.
    func ascendingIntersection(_ other: [Int]) -> [Int] {
        if self == other { return self }
        var next = 0
        return filter { number in
            while next < other.count, other[next] < number { next += 1 }
            return next < other.count && other[next] == number
        }
    }
}
