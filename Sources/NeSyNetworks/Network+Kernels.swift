import NeSyCompute
import NeSyTensor

extension Network {
    /// What the filters of the first convolution look for: `[height, width, input, output]`; nil for a network
    /// without convolution.
    /// - Throws: a device error.
    public func firstKernels() throws(NeSyError) -> Tensor? {
        for (node, slots) in zip(graph.nodes, layout.nodes) {
            guard case .convolution = node.layer, let first = slots.parameters.first else { continue }
            let slot = layout.parameters[first]
            return Tensor(slot.shape, try backend.download(parameters.slice(offset: slot.offset, count: slot.count)))
        }
        return nil
    }
}
