import NeSyJSON
import NeSyNetworks
import NeSyTensor

/// `run.json`: how a run was made, and what is needed to use it.
public struct RunDescription: Sendable, Hashable {
    static let schema = "nesy.run/1"

    public var options: RunOptions
    public var network: GraphDescription
    public var classes: [String]
    /// Where the images came from, and a fingerprint that says whether they are still the same.
    public var dataPath: String
    public var dataFingerprint: String
    public var device: String

    public var json: JSON {
        [
            "schema": .string(RunDescription.schema),
            "version": .string(Version.current),
            "options": options.json,
            "classes": .array(classes.map(JSON.string)),
            "data": ["path": .string(dataPath), "fingerprint": .string(dataFingerprint)],
            "device": .string(device),
            "network": network.json,
        ]
    }

    init(
        options: RunOptions, network: GraphDescription, classes: [String], dataPath: String,
        dataFingerprint: String, device: String
    ) {
        self.options = options
        self.network = network
        self.classes = classes
        self.dataPath = dataPath
        self.dataFingerprint = dataFingerprint
        self.device = device
    }

    /// - Throws: a data error naming the key that is missing or holds something else.
    public init(folder: RunFolder) throws(NeSyError) {
        let place = folder.runFile
        let json = try folder.readJSON(place)
        guard json["schema"]?.stringValue == RunDescription.schema else {
            throw NeSyError(
                .badData, "The run was written by another version.", at: place, expected: RunDescription.schema,
                found: json["schema"]?.text() ?? "no schema")
        }
        func need<Value>(_ value: Value?, _ key: String) throws(NeSyError) -> Value {
            if let value { return value }
            throw NeSyError(.badData, "A key of the run is missing or holds something else.", at: place, expected: key)
        }
        options = try RunOptions(json: try need(json["options"], "options"), at: place)
        network = try GraphDescription(json: try need(json["network"], "network"), at: place)
        let names = try need(json["classes"]?.arrayValue, "classes")
        classes = names.compactMap(\.stringValue)
        guard classes.count == names.count, classes.count == network.classes, Set(classes).count == classes.count else {
            throw NeSyError(
                .badData, "The classes of the run are not those of its network.", at: place,
                expected: "\(network.classes) names", found: json["classes"]?.text())
        }
        do throws(NeSyError) { try options.check() } catch {
            var failure = error.located(at: place)
            failure.kind = .badData
            throw failure
        }
        dataPath = try need(json["data"]?["path"]?.stringValue, "data.path")
        dataFingerprint = try need(json["data"]?["fingerprint"]?.stringValue, "data.fingerprint")
        device = try need(json["device"]?.stringValue, "device")
    }
}
