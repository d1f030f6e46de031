/// An order of the nodes within each column in which few edges cross: sweeps to the right and to the left that sort
/// every column by the mean place of its neighbours (Sugiyama, Tagawa and Toda, "Methods for visual understanding of
/// hierarchical system structures", 1981), of which the best is kept.
struct LayeredOrder {
    /// For every column its nodes, from the top.
    private(set) var columns: [[Int]]
    private(set) var crossings: Int

    /// - Parameters:
    ///   - counts: nodes of each column.
    ///   - edges: between each column and the next, `(from, to)`.
    init(counts: [Int], edges: [[(from: Int, to: Int)]], sweeps: Int = 12) {
        var order = counts.map { Array(0..<$0) }
        columns = order
        crossings = LayeredOrder.crossings(order, edges)
        for sweep in 0..<sweeps where crossings > 0 {
            if sweep % 2 == 0 {
                for column in order.indices.dropFirst() {
                    let pairs = edges[column - 1].map { (node: $0.to, neighbour: $0.from) }
                    order[column] = LayeredOrder.sorted(order[column], pairs, by: order[column - 1])
                }
            } else {
                for column in order.indices.dropLast().reversed() {
                    let pairs = edges[column].map { (node: $0.from, neighbour: $0.to) }
                    order[column] = LayeredOrder.sorted(order[column], pairs, by: order[column + 1])
                }
            }
            let found = LayeredOrder.crossings(order, edges)
            if found < crossings { (columns, crossings) = (order, found) }
        }
    }

    /// The column by the mean place of its nodes' neighbours; a node without any stays where it is.
    private static func sorted(
        _ column: [Int], _ pairs: [(node: Int, neighbour: Int)], by other: [Int]
    ) -> [Int] {
        let places = inverse(other)
        var sums = [Double](repeating: 0, count: column.count)
        var counts = sums
        for pair in pairs {
            sums[pair.node] += (Double(places[pair.neighbour]) + 0.5) / Double(other.count)
            counts[pair.node] += 1
        }
        let keys = column.enumerated().map { place, node in
            (
                mean: counts[node] > 0
                    ? sums[node] / counts[node] : (Double(place) + 0.5) / Double(column.count),
                place: place, node: node
            )
        }
        return keys.sorted { ($0.mean, $0.place) < ($1.mean, $1.place) }.map(\.node)
    }

    private static func inverse(_ order: [Int]) -> [Int] {
        var places = [Int](repeating: 0, count: order.count)
        for (place, node) in order.enumerated() { places[node] = place }
        return places
    }

    /// Pairs of edges between neighbouring columns that cross.
    static func crossings(_ order: [[Int]], _ edges: [[(from: Int, to: Int)]]) -> Int {
        var sum = 0
        for (column, edges) in edges.enumerated() {
            let (left, right) = (inverse(order[column]), inverse(order[column + 1]))
            let ends = edges.map { (left[$0.from], right[$0.to]) }.sorted { $0 < $1 }.map(\.1)
            // Edges that came before and end further down, by a tree of counts (Fenwick, 1994).
            var tree = [Int](repeating: 0, count: order[column + 1].count + 1)
            for (seen, end) in ends.enumerated() {
                var atMost = 0
                var index = end + 1
                while index > 0 {
                    atMost += tree[index]
                    index -= index & -index
                }
                sum += seen - atMost
                index = end + 1
                while index < tree.count {
                    tree[index] += 1
                    index += index & -index
                }
            }
        }
        return sum
    }
}
