/// Where the positions of a map lie on the picture that the map was computed from, and what each of them sees there.
/// Lengths are shares of the picture: 0 is its upper or left edge, 1 the lower or right one.
public struct MapPlacement: Sendable, Hashable {
    /// One of the two directions.
    public struct Axis: Sendable, Hashable {
        /// The middle of the first position.
        public let first: Double
        /// From one position to the next.
        public let step: Double
        /// What each position sees of the picture: its receptive field.
        public let fields: [ClosedRange<Double>]

        /// - Precondition: the numbers are finite, the step is positive, and there is a position.
        public init(first: Double, step: Double, fields: [ClosedRange<Double>]) {
            precondition(first.isFinite && step.isFinite && step > 0 && !fields.isEmpty)
            self.first = first
            self.step = step
            self.fields = fields
        }

        /// Positions side by side that share the picture out among them, and see no further.
        public static func even(_ count: Int) -> Axis {
            precondition(count > 0)
            let step = 1 / Double(count)
            return Axis(
                first: step / 2, step: step,
                fields: (0..<count).map { Double($0) * step...Double($0 + 1) * step })
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
}
