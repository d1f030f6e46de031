/// What a trained tensor is for, which decides its first values.
enum ParameterRole: Sendable, Hashable {
    case weight(Fans)
    case bias(Fans)
    /// The scale and shift of a batch normalisation: 1 and 0.
    case scale
    case shift
}

/// How many values flow into and out of one output of a layer.
struct Fans: Sendable, Hashable {
    var into: Int
    var outOf: Int
}
