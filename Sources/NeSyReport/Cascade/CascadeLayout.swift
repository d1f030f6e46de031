/// Where the boxes of a cascade stand.
struct CascadeLayout {
    struct Box: Sendable, Hashable {
        var x: Double
        /// Of the upper edge.
        var y: Double
        var width: Double
        var height: Double

        var middle: Double { y + height / 2 }
    }

    /// For every column its nodes' boxes, by node.
    private(set) var boxes: [[Box]]

    var width: Double { boxes.joined().reduce(0) { max($0, $1.x + $1.width) } }
    var height: Double { boxes.joined().reduce(0) { max($0, $1.y + $1.height) } }

    static let gap = 8.0

    /// - Parameters:
    ///   - sizes: of the boxes, column by column.
    ///   - edges: between each column and the next.
    init(sizes: [[(width: Double, height: Double)]], edges: [[(from: Int, to: Int)]]) {
        let order = LayeredOrder(counts: sizes.map(\.count), edges: edges)
        let widths = sizes.map { column in column.reduce(60) { max($0, $1.width) } }
        let heights = sizes.map { column in column.reduce(-CascadeLayout.gap) { $0 + $1.height + CascadeLayout.gap } }
        let tallest = heights.reduce(0, max)
        var x = 0.0
        boxes = []
        for (column, nodes) in order.columns.enumerated() {
            var placed = [Box](repeating: Box(x: x, y: 0, width: widths[column], height: 0), count: nodes.count)
            var y = (tallest - heights[column]) / 2
            for node in nodes {
                placed[node].y = y
                placed[node].height = sizes[column][node].height
                y += placed[node].height + CascadeLayout.gap
            }
            boxes.append(placed)
            // More edges need more room to be told apart.
            let following = column < edges.count ? edges[column].count : 0
            x += widths[column] + min(260, 90 + 1.5 * Double(following))
        }
        for sweep in 0..<8 {
            let columns = sweep % 2 == 0 ? Array(boxes.indices) : boxes.indices.reversed()
            for column in columns { straighten(column, order.columns[column], edges) }
        }
        let top = boxes.joined().reduce(Double.infinity) { min($0, $1.y) }
        for column in boxes.indices {
            for node in boxes[column].indices { boxes[column][node].y -= top }
        }
    }

    /// Moves the nodes of a column towards the middle of their neighbours, in their order.
    private mutating func straighten(_ column: Int, _ order: [Int], _ edges: [[(from: Int, to: Int)]]) {
        var sums = [Double](repeating: 0, count: order.count)
        var counts = sums
        if column > 0 {
            for edge in edges[column - 1] {
                sums[edge.to] += boxes[column - 1][edge.from].middle
                counts[edge.to] += 1
            }
        }
        if column < edges.count {
            for edge in edges[column] {
                sums[edge.from] += boxes[column + 1][edge.to].middle
                counts[edge.from] += 1
            }
        }
        let wishes = order.map { counts[$0] > 0 ? sums[$0] / counts[$0] : boxes[column][$0].middle }
        let heights = order.map { boxes[column][$0].height }
        for (node, middle) in zip(order, ColumnPlaces.solve(wishes: wishes, heights: heights, gap: CascadeLayout.gap)) {
            boxes[column][node].y = middle - boxes[column][node].height / 2
        }
    }
}
