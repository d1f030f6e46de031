import NeSyJSON
import NeSyStorage
import NeSyTensor

/// `runs.json`: what the runs of a folder have in common, so that the series can be gone on with.
struct RunSeries: Sendable, Hashable {
    private static let schema = "nesy.series/1"

    /// With the first seed.
    var options: RunOptions
    /// The file of weights that every run begins with.
    var weights: String?

    init(options: RunOptions, weights: String?) {
        self.options = options
        self.weights = weights
    }

    static func path(in folder: String) -> String { folder + "/runs.json" }

    /// - Throws: `.missingInput` when there is no series, bad data when it cannot be read.
    init(in folder: String, files: FileSystem) throws(NeSyError) {
        let place = RunSeries.path(in: folder)
        let json: JSON
        do throws(NeSyError) { json = try files.decodeJSON(place) } catch {
            guard error.kind == .missingInput else { throw error }
            throw NeSyError(
                .missingInput, "There is no series of runs.", at: folder, expected: "a folder with runs.json",
                found: "no runs.json", remedy: "Begin one: leave out --resume.")
        }
        guard json["schema"]?.stringValue == RunSeries.schema, let options = json["options"] else {
            throw NeSyError(
                .badData, "The series of runs cannot be read.", at: place,
                expected: "schema \(RunSeries.schema) and options", found: String(json.text().prefix(80)))
        }
        self.init(options: try RunOptions(json: options, at: place), weights: json["weights"]?.stringValue)
    }

    var json: JSON {
        [
            "schema": .string(RunSeries.schema), "weights": weights.map(JSON.string) ?? .null,
            "options": options.json,
        ]
    }
}
