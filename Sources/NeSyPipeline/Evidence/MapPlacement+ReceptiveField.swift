import NeSyNetworks
import NeSyTensor

extension MapPlacement {
    /// Where a layer's positions lie on a photo that goes into the network whole, stretched to the network's input:
    /// each in the middle of its receptive field, which is not where its share of the photo would be when padding or
    /// strides are uneven (a ResNet's positions lie half a step further up and left).
    public init(_ field: ReceptiveField, input: FeatureShape) {
        self.init(
            rows: Axis(field.rows, extent: input.height), columns: Axis(field.columns, extent: input.width))
    }

    /// The same for a layer of a network.
    /// - Parameter layer: a tap or a layer by its own name.
    /// - Throws: a usage error for a layer that is not there.
    public init(of layer: String, in graph: NetworkGraph) throws(NeSyError) {
        self.init(try graph.receptiveField(of: layer), input: graph.input)
    }
}

extension MapPlacement.Axis {
    init(_ axis: ReceptiveField.Axis, extent: Int) {
        guard let first = axis.centres.first, axis.step > 0 else {
            self = .even(max(1, axis.spans.count))
            return
        }
        self.init(
            extent: Double(extent), first: first, step: axis.step,
            fields: axis.spans.map { Double($0.lowerBound)...Double($0.upperBound) })
    }
}
