/// One object of a scene: its box, its colours and its stencil.
struct RoomObject {
    let concept: RoomConcept
    var x: Int
    var y: Int
    let width: Int
    let height: Int
    /// The raw ink of every pixel of the box, -1 where it is open.
    let stencil: [Int8]
    /// The colours of the inks, by raw value.
    let colours: [RoomColour]
    /// The pixels the object covers.
    let area: Int

    init(_ shape: RoomShape, x: Int, y: Int, colours: [RoomColour]) {
        concept = shape.concept
        self.x = x
        self.y = y
        width = shape.width
        height = shape.height
        var stencil = [Int8](repeating: -1, count: shape.width * shape.height)
        for row in 0..<shape.height {
            for column in 0..<shape.width {
                if let ink = shape.ink(column, row) { stencil[row * shape.width + column] = Int8(ink.rawValue) }
            }
        }
        self.stencil = stencil
        self.colours = colours
        area = stencil.count { $0 >= 0 }
    }

    /// The pixels that both objects cover.
    func overlap(_ other: RoomObject) -> Int {
        let left = max(x, other.x)
        let right = min(x + width, other.x + other.width)
        let top = max(y, other.y)
        let bottom = min(y + height, other.y + other.height)
        if left >= right || top >= bottom { return 0 }
        var count = 0
        for row in top..<bottom {
            for column in left..<right
            where stencil[(row - y) * width + column - x] >= 0
                && other.stencil[(row - other.y) * other.width + column - other.x] >= 0
            {
                count += 1
            }
        }
        return count
    }
}
