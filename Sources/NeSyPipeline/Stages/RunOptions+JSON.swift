import NeSyJSON
import NeSyNetworks
import NeSyTensor

/// One option under the name it has on the command line, in configuration files and in `run.json`.
struct OptionField: Sendable {
    let name: String
    let read: @Sendable (RunOptions) -> JSON
    let write: @Sendable (inout RunOptions, JSON) -> Bool

    private init(
        _ name: String, _ read: @escaping @Sendable (RunOptions) -> JSON,
        _ write: @escaping @Sendable (inout RunOptions, JSON) -> Bool
    ) {
        self.name = name
        self.read = read
        self.write = write
    }

    private typealias Path<Value> = WritableKeyPath<RunOptions, Value> & Sendable

    private static func text(_ name: String, _ path: Path<String>) -> OptionField {
        OptionField(name, { .string($0[keyPath: path]) }) { options, value in
            guard let text = value.stringValue else { return false }
            options[keyPath: path] = text
            return true
        }
    }

    private static func text(_ name: String, _ path: Path<String?>) -> OptionField {
        OptionField(name, { $0[keyPath: path].map(JSON.string) ?? .null }) { options, value in
            options[keyPath: path] = value.stringValue
            return value == .null || value.stringValue != nil
        }
    }

    private static func count(_ name: String, _ path: Path<Int>) -> OptionField {
        OptionField(name, { .integer($0[keyPath: path]) }) { options, value in
            guard let number = value.intValue else { return false }
            options[keyPath: path] = number
            return true
        }
    }

    private static func count(_ name: String, _ path: Path<Int?>) -> OptionField {
        OptionField(name, { $0[keyPath: path].map(JSON.integer) ?? .null }) { options, value in
            options[keyPath: path] = value.intValue
            return value == .null || value.intValue != nil
        }
    }

    private static func number(_ name: String, _ path: Path<Double>) -> OptionField {
        OptionField(name, { .number($0[keyPath: path]) }) { options, value in
            guard let number = value.doubleValue else { return false }
            options[keyPath: path] = number
            return true
        }
    }

    private static func number(_ name: String, _ path: Path<Double?>) -> OptionField {
        OptionField(name, { $0[keyPath: path].map(JSON.number) ?? .null }) { options, value in
            options[keyPath: path] = value.doubleValue
            return value == .null || value.doubleValue != nil
        }
    }

    private static func flag(_ name: String, _ path: Path<Bool>) -> OptionField {
        OptionField(name, { .bool($0[keyPath: path]) }) { options, value in
            guard let flag = value.boolValue else { return false }
            options[keyPath: path] = flag
            return true
        }
    }

    private static func flag(_ name: String, _ path: Path<Bool?>) -> OptionField {
        OptionField(name, { $0[keyPath: path].map(JSON.bool) ?? .null }) { options, value in
            options[keyPath: path] = value.boolValue
            return value == .null || value.boolValue != nil
        }
    }

    private static func choice<Value: RawRepresentable & SendableMetatype>(_ name: String, _ path: Path<Value>)
        -> OptionField
    where Value.RawValue == String {
        OptionField(name, { .string($0[keyPath: path].rawValue) }) { options, value in
            guard let choice = value.stringValue.flatMap(Value.init(rawValue:)) else { return false }
            options[keyPath: path] = choice
            return true
        }
    }

    /// Every option, in the order in which it is written.
    static let all: [OptionField] = [
        text("arch", \.architecture),
        choice("strategy", \.strategy),
        choice("profile", \.profile),
        count("epochs", \.epochs),
        count("warm_up", \.warmUpEpochs),
        count("batch_size", \.batchSize),
        text("optimizer", \.optimizer),
        number("learning_rate", \.learningRate),
        number("weight_decay", \.weightDecay),
        text("schedule", \.schedule),
        flag("class_weights", \.weightsClasses),
        choice("initializer", \.initializer),
        // A seed is any 64 bits; JSON numbers are not.
        OptionField("seed", { .string(String($0.seed)) }) { options, value in
            guard let seed = value.stringValue.flatMap({ UInt64($0) }) else { return false }
            options.seed = seed
            return true
        },
        count("image_size", \.imageSize),
        text("normalization", \.normalization),
        flag("flips", \.flips),
        count("shift", \.shift),
        count("train_limit", \.trainLimit),
        count("test_limit", \.testLimit),
        count("filters", \.filters),
        text("head", \.head),
        flag("filter_norm_layer", \.normalizesFilters),
        count("depth", \.depth),
        count("filters_per_class", \.filtersPerClass),
        number("alpha", \.alpha),
        number("beta", \.beta),
        number("positive_weight", \.positiveWeight),
        text("temperature", \.temperature),
        number("soft_rule", \.softRule),
        text("threshold_policy", \.thresholdPolicy),
        text("norm", \.norm),
        text("loss_form", \.lossForm),
        text("reduction", \.reduction),
        number("h1", \.h1),
        number("h2", \.h2),
        number("elite_weight", \.eliteWeight),
    ]
}

extension RunOptions {
    /// All options as one object, keys as on the command line with `_` for `-`.
    public var json: JSON { .object(OptionField.all.map { JSON.Member($0.name, $0.read(self)) }) }

    /// Options as ``json`` wrote them.
    /// - Throws: a data error naming the first key that is missing or holds something else.
    public init(json: JSON, at place: String) throws(NeSyError) {
        self.init()
        for field in OptionField.all {
            guard let value = json[field.name], field.write(&self, value) else {
                throw NeSyError(
                    .badData, "The option \"\(field.name)\" of a run cannot be read.", at: place,
                    found: json[field.name]?.text() ?? "nothing",
                    remedy: "Was the file edited, or written by another version?")
            }
        }
    }
}
