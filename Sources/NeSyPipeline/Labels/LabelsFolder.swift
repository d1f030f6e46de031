import NeSyConcepts
import NeSyFormats
import NeSyJSON
import NeSyStorage
import NeSyTensor

/// The names that `nesy label` gave to the filters of a run, and its rules with these names.
///
///     labels.json, labels.csv    the names, with the concepts behind them
///     scores.csv                 how well every concept fits every filter
///     groups.csv                 filters that look at the same places, where they were grouped
///     rules.txt, .pl, .lp, .csv  the rules; facts.lp and facts.pl are the images that filters were named on
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
        do throws(StorageError) { return try files.inspect(labelsFile) != nil } catch { throw NeSyError(reading: error) }
    }

    /// The names of filters; nil when the run has not been labelled.
    /// - Throws: bad data when the file cannot be understood.
    public func labels() throws(NeSyError) -> FilterLabels? {
        guard try isLabelled() else { return nil }
        let document = try files.decodeJSON(labelsFile)
        func damaged(_ found: String) -> NeSyError {
            NeSyError(
                .badData, "The names of the filters cannot be read.", at: labelsFile,
                expected: "filters with a number, a name and concepts", found: found,
                remedy: "Name them again: nesy label RUN --force")
        }
        guard document["schema"]?.stringValue == LabelsFolder.schema, let entries = document["filters"]?.arrayValue else {
            throw damaged("another document")
        }
        var labels: [FilterLabels.Label] = []
        var seen = Set<Int>()
        for (place, entry) in entries.enumerated() {
            guard let filter = entry["filter"]?.intValue, filter >= 0, seen.insert(filter).inserted,
                let listed = entry["concepts"]?.arrayValue
            else { throw damaged("entry \(place + 1)") }
            var concepts: [ScoredConcept] = []
            for concept in listed {
                guard let name = concept["name"]?.stringValue, let score = concept["score"]?.doubleValue else {
                    throw damaged("entry \(place + 1)")
                }
                concepts.append(ScoredConcept(name: name, score: score))
            }
            labels.append(FilterLabels.Label(filter: filter, concepts: concepts, name: entry["name"]?.stringValue))
        }
        return FilterLabels(labels: labels)
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
