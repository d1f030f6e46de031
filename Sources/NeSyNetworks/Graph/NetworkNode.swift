/// A named layer and where its inputs come from.
public struct NetworkNode: Sendable, Hashable {
    public var name: String
    public var layer: Layer
    /// Names of earlier nodes, or ``NetworkGraph/inputName`` for the image.
    public var inputs: [String]

    public init(_ name: String, _ layer: Layer, inputs: [String]) {
        self.name = name
        self.layer = layer
        self.inputs = inputs
    }
}
