/// An activation that follows an operation, split into what a kernel does to a value before it writes it and what needs
/// a pass of its own.
struct FusedActivation {
    /// Values below zero are multiplied by this: 1 leaves them as they are, 0 is the ReLU.
    let slope: Float
    /// An activation that is no rectifier; it follows in place.
    let separate: Activation?

    init(_ activation: Activation?) {
        switch activation {
        case nil: (slope, separate) = (1, nil)
        case .relu: (slope, separate) = (0, nil)
        case .leakyReLU(let slope): (self.slope, separate) = (slope, nil)
        case .sigmoid, .tanh: (slope, separate) = (1, activation)
        }
    }
}
