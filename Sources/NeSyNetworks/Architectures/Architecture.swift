import NeSyTensor

/// A built-in network, by the name it has on the command line: `tiny`, `mnist`, `vgg11`, `vgg16`, `resnet18` or
/// `mlp:64,32`.
public enum Architecture: Sendable, Hashable {
    /// Five 3x3 convolutions whose receptive field is about the image; the network of the sparsity loss.
    case tiny
    /// Two convolutions of 20 and 40 filters: the network of ExplaiNN's appendix B.1.
    case mnist
    /// Simonyan and Zisserman, 2015, configuration A.
    case vgg11
    /// Simonyan and Zisserman, 2015, configuration D.
    case vgg16
    /// He, Zhang, Ren and Sun, 2016.
    case resnet18
    /// Fully connected layers of the given widths with ReLU, for tables.
    case mlp(widths: [Int])

    /// Names as they are parsed.
    public static let names = ["tiny", "mnist", "vgg11", "vgg16", "resnet18", "mlp:64,32"]

    /// - Throws: a usage error with the list of names and the closest one.
    public init(_ name: String) throws(NeSyError) {
        switch name {
        case "tiny": self = .tiny
        case "mnist": self = .mnist
        case "vgg11": self = .vgg11
        case "vgg16": self = .vgg16
        case "resnet18": self = .resnet18
        case _ where name.hasPrefix("mlp:"):
            let parts = name.dropFirst(4).split(separator: ",", omittingEmptySubsequences: false)
            let widths = parts.compactMap { Int($0) }
            guard widths.count == parts.count, widths.allSatisfy({ $0 > 0 && $0 <= Layer.largestExtent }) else {
                throw NeSyError(
                    .usage, "The widths of a multi-layer perceptron are not a list of numbers.",
                    expected: "as in mlp:64,32", found: name)
            }
            self = .mlp(widths: widths)
        default:
            let closest = Spelling.closest(to: name, among: Architecture.names)
            throw NeSyError(
                .usage, "There is no architecture '\(name)'.",
                expected: "one of " + Architecture.names.joined(separator: ", "), found: name,
                remedy: closest.map { "Did you mean '\($0)'?" })
        }
    }

    /// The network for images (or rows of a table, as 1 x 1 x columns) of one shape.
    /// - Throws: a usage error naming the layer that the images are too small for.
    public func graph(
        input: FeatureShape, classes: Int, options: ArchitectureOptions = ArchitectureOptions()
    ) throws(NeSyError) -> NetworkGraph {
        try options.check()
        switch self {
        case .tiny: return try tiny(input, classes, options)
        case .mnist: return try mnist(input, classes)
        case .vgg11: return try vgg([[64], [128], [256, 256], [512, 512], [512, 512]], input, classes, options)
        case .vgg16:
            return try vgg(
                [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]], input, classes,
                options)
        case .resnet18: return try resnet18(input, classes)
        case .mlp(let widths): return try perceptron(widths, input, classes)
        }
    }
}

extension Architecture: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tiny: "tiny"
        case .mnist: "mnist"
        case .vgg11: "vgg11"
        case .vgg16: "vgg16"
        case .resnet18: "resnet18"
        case .mlp(let widths): "mlp:" + widths.map(String.init).joined(separator: ",")
        }
    }
}
