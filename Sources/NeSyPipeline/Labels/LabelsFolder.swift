import NeSyConcepts
import NeSyData
import NeSyFormats
import NeSyJSON
import NeSyStorage
import NeSyTensor

/// The names that `nesy label` gave to the filters of a run, and its rules with these names.
///
///     labels.json, labels.csv    the names, with the concepts behind them
///     scores.csv                 how well every concept fits every filter; of more than 1,000 concepts those that are
///                                among the ten best of some filter
///     groups.csv                 filters that look at the same places, where they were grouped
///     rules.txt, .pl, .lp, .csv  the rules; facts.lp and facts.pl are the images that filters were named on,
///                                with names given by hand those that the rules were learned from, where they are kept
///     sheets/, names.csv         what people need to name filters, see ``LabelStage/Sheets``
public struct LabelsFolder: Sendable {
    public let path: String
    public let files: FileSystem

    public init(_ path: String, files: FileSystem = .system) {
        self.path = RunFolder.trimmed(path)
        self.files = files
    }

    public var labelsFile: String { path + "/labels.json" }

    static let schema = "nesy.labels/1"

    func isLabelled() throws(NeSyError) -> Bool {
        do throws(StorageError) { return try files.inspect(labelsFile) != nil } catch {
            throw NeSyError(reading: error)
        }
    }

    /// The names of filters; nil when the run has not been labelled.
    /// - Throws: bad data when the file cannot be understood.
    public func labels() throws(NeSyError) -> FilterLabels? {
        guard try isLabelled() else { return nil }
        let document = try files.decodeJSON(labelsFile)
        func damaged(_ found: String, at place: String) -> NeSyError {
            NeSyError(
                .badData, "The names of the filters cannot be read.", at: place,
                expected: "filters with a number, a name and concepts", found: found,
                remedy: "Name them again: nesy label RUN --force")
        }
        guard document["schema"]?.stringValue == LabelsFolder.schema, let entries = document["filters"]?.arrayValue
        else {
            throw damaged("another document", at: labelsFile)
        }
        var labels: [FilterLabels.Label] = []
        var seen = Set<Int>()
        for (number, entry) in entries.enumerated() {
            let place = "\(labelsFile), entry \(number + 1) of filters"
            guard let filter = entry["filter"]?.intValue, filter >= 0 else { throw damaged("no filter", at: place) }
            guard seen.insert(filter).inserted else { throw damaged("f\(filter) for the second time", at: place) }
            let name = entry["name"] ?? .null
            guard name == .null || LabelsFolder.text(name) != nil else { throw damaged("no name", at: place) }
            guard let listed = entry["concepts"]?.arrayValue else { throw damaged("no concepts", at: place) }
            var concepts: [ScoredConcept] = []
            for concept in listed {
                guard let name = LabelsFolder.text(concept["name"]) else {
                    throw damaged("a concept without a name", at: place)
                }
                // Larger ones cannot be drawn.
                guard let score = concept["score"]?.doubleValue, Float(score).isFinite else {
                    throw damaged("a concept without a score", at: place)
                }
                concepts.append(ScoredConcept(name: name, score: score))
            }
            labels.append(FilterLabels.Label(filter: filter, concepts: concepts, name: name.stringValue))
        }
        return FilterLabels(labels: labels)
    }

    /// A text that can be a name.
    private static func text(_ json: JSON?) -> String? {
        guard let text = json?.stringValue, (try? ConceptName.cleaned(text)) != nil else { return nil }
        return text
    }
}

extension FilterLabels {
    /// The `filters` of `labels.json`.
    var json: JSON {
        .array(
            labels.map { label in
                [
                    "filter": .integer(label.filter), "name": label.name.map(JSON.string) ?? .null,
                    "concepts": .array(
                        label.concepts.map { ["name": .string($0.name), "score": .number($0.score)] }),
                ]
            })
    }
}
