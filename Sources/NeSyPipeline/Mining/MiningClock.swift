import NeSyInduction

/// Seconds of the parts of a search.
public struct MiningSeconds: Sendable, Hashable {
    public var read = 0.0
    public var count = 0.0
    public var new = 0.0
    public var merge = 0.0

    public init(read: Double = 0) { self.read = read }
}

/// Tells how long each part of a search takes. A search reports a phase when a piece of its work is done, so the time
/// since the report before belongs to the phase that is reported.
public struct MiningClock {
    private var seconds: MiningSeconds
    private var phase = ExplaiNN.Phase.counting
    private let now: () -> Double
    private var last: Double

    /// - Parameters:
    ///   - reading: the seconds that reading the layers took.
    ///   - now: seconds since any moment.
    public init(reading: Double = 0, now: @escaping () -> Double) {
        seconds = MiningSeconds(read: reading)
        self.now = now
        last = now()
    }

    init(reading: Double) {
        let watch = Stopwatch()
        self.init(reading: reading) { watch.seconds }
    }

    /// A piece of work of this phase is done.
    public mutating func count(_ phase: ExplaiNN.Phase) {
        let moment = now()
        switch phase {
        case .counting: seconds.count += moment - last
        case .newRules: seconds.new += moment - last
        case .merging: seconds.merge += moment - last
        }
        (self.phase, last) = (phase, moment)
    }

    /// What comes after the last report belongs to its phase.
    public mutating func end() -> MiningSeconds {
        count(phase)
        return seconds
    }
}
