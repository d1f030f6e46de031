import NeSyJSON
import NeSyNetworks
import NeSyTensor

extension GraphDescription {
    /// The graph as it stands in `run.json`.
    public var json: JSON {
        [
            "height": .integer(height),
            "width": .integer(width),
            "channels": .integer(channels),
            "classes": .integer(classes),
            "taps": .object(taps.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }),
            "layers": .array(
                nodes.map { node in
                    [
                        "name": .string(node.name),
                        "kind": .string(node.layer.kind),
                        "inputs": .array(node.inputs.map(JSON.string)),
                        "parameters": .object(
                            node.layer.parameters.sorted { $0.key < $1.key }.map {
                                JSON.Member($0.key, $0.value.json)
                            }),
                    ]
                }),
        ]
    }

    /// A graph as ``json`` wrote it.
    /// - Throws: a data error naming the key that is missing or holds something else.
    public init(json: JSON, at place: String) throws(NeSyError) {
        func need<Value>(_ value: Value?, _ key: String) throws(NeSyError) -> Value {
            if let value { return value }
            throw NeSyError(
                .badData, "The network of a run cannot be read.", at: place, expected: "the key \"\(key)\"",
                found: json[key]?.text() ?? "nothing", remedy: "Was the file edited, or written by another version?")
        }
        var nodes: [Node] = []
        for layer in try need(json["layers"]?.arrayValue, "layers") {
            var parameters: [String: LayerDescription.Parameter] = [:]
            for member in layer["parameters"]?.members ?? [] {
                parameters[member.key] = try need(LayerDescription.Parameter(json: member.value), member.key)
            }
            var inputs: [String] = []
            for input in layer["inputs"]?.arrayValue ?? [] {
                inputs.append(try need(input.stringValue, "inputs"))
            }
            nodes.append(
                Node(
                    name: try need(layer["name"]?.stringValue, "name"),
                    layer: LayerDescription(kind: try need(layer["kind"]?.stringValue, "kind"), parameters: parameters),
                    inputs: inputs))
        }
        var taps: [String: String] = [:]
        for member in json["taps"]?.members ?? [] {
            taps[member.key] = try need(member.value.stringValue, "taps")
        }
        self.init(
            height: try need(json["height"]?.intValue, "height"), width: try need(json["width"]?.intValue, "width"),
            channels: try need(json["channels"]?.intValue, "channels"),
            classes: try need(json["classes"]?.intValue, "classes"), nodes: nodes, taps: taps)
    }
}

extension LayerDescription.Parameter {
    var json: JSON {
        switch self {
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .flag(let value): .bool(value)
        }
    }

    init?(json: JSON) {
        switch json {
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .bool(let value): self = .flag(value)
        default: return nil
        }
    }
}
