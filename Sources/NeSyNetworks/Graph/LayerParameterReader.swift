import NeSyCompute
import NeSyTensor

/// Takes the parameters out of a ``LayerDescription`` one by one, so that a missing and a superfluous one are both
/// noticed.
struct LayerParameterReader {
    private let kind: String
    private var rest: [String: LayerDescription.Parameter]

    init(_ description: LayerDescription) {
        kind = description.kind
        rest = description.parameters
    }

    mutating func integer(_ name: String) throws(NeSyError) -> Int {
        // Later sums of two extents must stay in range.
        guard case .integer(let value) = rest.removeValue(forKey: name), abs(value.clamped) <= Layer.largestExtent
        else { throw unfit(name, "a whole number up to \(Layer.largestExtent)") }
        return value
    }

    mutating func number(_ name: String) throws(NeSyError) -> Float {
        switch rest.removeValue(forKey: name) {
        case .integer(let value): return Float(value)
        case .number(let value) where value.isFinite: return Float(value)
        default: throw unfit(name, "a number")
        }
    }

    mutating func flag(_ name: String) throws(NeSyError) -> Bool {
        guard case .flag(let value) = rest.removeValue(forKey: name) else { throw unfit(name, "true or false") }
        return value
    }

    mutating func pooling(_ kind: Pooling.Kind) throws(NeSyError) -> PoolingLayer {
        PoolingLayer(
            kind, kernel: try integer("kernel"), stride: try integer("stride"), padding: try integer("padding"),
            roundsUp: try flag("roundsUp"))
    }

    func finish() throws(NeSyError) {
        guard let name = rest.keys.min() else { return }
        throw NeSyError(.badData, "A layer of kind '\(kind)' has no parameter '\(name)'.", found: name)
    }

    private func unfit(_ name: String, _ expected: String) -> NeSyError {
        NeSyError(
            .badData, "Parameter '\(name)' of a layer of kind '\(kind)' is missing or unfit.",
            expected: expected)
    }
}

extension Int {
    /// `Int.min` has no absolute value.
    fileprivate var clamped: Int { Swift.max(self, -Int.max) }
}
