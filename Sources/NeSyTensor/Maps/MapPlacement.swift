/// Where the positions of a map lie on the picture that the map was computed from, and what each of them sees there.
public struct MapPlacement: Sendable, Hashable {
    /// One of the two directions. Lengths are in units of its own, such as the pixels that a network takes in.
    public struct Axis: Sendable, Hashable {
        /// The length of the picture, from 0 at its upper or left edge on.
        public let extent: Double
        /// The middle of the first position.
        public let first: Double
        /// From one position to the next.
        public let step: Double
        /// What each position sees of the picture: its receptive field.
        public let fields: [ClosedRange<Double>]

        /// - Precondition: the numbers are finite, extent and step are positive, and there is a position.
        public init(extent: Double, first: Double, step: Double, fields: [ClosedRange<Double>]) {
            precondition(extent.isFinite && extent > 0 && first.isFinite && step.isFinite && step > 0)
            precondition(!fields.isEmpty)
            self.extent = extent
            self.first = first
            self.step = step
            self.fields = fields
        }

        /// Positions side by side that share the picture out among them, and see no further.
        public static func even(_ count: Int) -> Axis {
            Axis(
                extent: Double(count), first: 0.5, step: 1, fields: (0..<count).map { Double($0)...Double($0 + 1) })
        }
    }

    public let rows: Axis
    public let columns: Axis

    public init(rows: Axis, columns: Axis) {
        self.rows = rows
        self.columns = columns
    }

    /// A map that is laid over the whole picture.
    public static func even(height: Int, width: Int) -> MapPlacement {
        MapPlacement(rows: .even(height), columns: .even(width))
    }

    /// The rows of the map.
    public var height: Int { rows.fields.count }
    /// The columns of the map.
    public var width: Int { columns.fields.count }
}
