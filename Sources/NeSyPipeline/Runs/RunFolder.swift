import NeSyFormats
import NeSyJSON
import NeSyStorage
import NeSyTensor

/// The folder that a training leaves behind, and to which extraction and explanation add.
///
///     run.json               options, network, classes, data: what is needed to use or resume the run
///     metrics.csv            one line an epoch
///     weights/last.safetensors   the newest checkpoint: weights, and moments while training is unfinished
///     weights/state.json     where training stands
///     filters.safetensors    thresholds and filter probability matrix
///     rules/                 rules.txt, .pl, .lp, .json, .csv, predictions.csv, summary.json
public struct RunFolder: Sendable {
    public let path: String
    public let files: FileSystem

    private init(path: String, files: FileSystem) {
        self.path = path
        self.files = files
    }

    /// A new folder.
    /// - Parameter force: whether a run that stands there may be replaced, file by file.
    /// - Throws: `.cannotCreateOutput` when something is there and `force` is false, or nothing can be made there.
    public static func create(
        _ path: String, force: Bool, files: FileSystem = .system
    ) throws(NeSyError) -> RunFolder {
        let folder = RunFolder(path: RunFolder.trimmed(path), files: files)
        do throws(StorageError) {
            switch try files.inspect(folder.path) {
            case nil: break
            case .directory?:
                if try !files.list(folder.path).isEmpty && !force {
                    throw StorageError(.makeDirectory, folder.path, .alreadyExists)
                }
            default: throw StorageError(.makeDirectory, folder.path, .notDirectory)
            }
            try files.makeDirectory(folder.path + "/weights")
            try folder.sweep()
        } catch {
            var failure = NeSyError(writing: error)
            if error.reason == .alreadyExists {
                failure.what = "The output folder is not empty."
                failure.found = "files of an earlier run"
                failure.remedy = "Choose another --out, add --resume to go on with it, or --force to replace it."
            }
            throw failure
        }
        return folder
    }

    /// A folder that a training has made.
    /// - Throws: `.missingInput` when there is none.
    public static func open(_ path: String, files: FileSystem = .system) throws(NeSyError) -> RunFolder {
        let folder = RunFolder(path: RunFolder.trimmed(path), files: files)
        var found: FileSystem.Entry?
        do throws(StorageError) {
            found = try files.inspect(folder.runFile)
            if found != nil { try folder.sweep() }
        } catch {
            // A read-only run can be used though it cannot be swept.
            if error.operation == .inspect { throw NeSyError(reading: error) }
        }
        guard case .file? = found else {
            throw NeSyError(
                .missingInput, "This is no run folder.", at: folder.path, expected: "a folder with run.json",
                found: "no run.json", remedy: "Train one with: nesy train DATA --out \(folder.path)")
        }
        return folder
    }

    private func sweep() throws(StorageError) {
        for folder in [path, path + "/weights", path + "/rules"] {
            if case .directory? = try files.inspect(folder) { try files.sweep(folder) }
        }
    }

    static func trimmed(_ path: String) -> String {
        var path = path
        while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
        return path
    }

    public var runFile: String { path + "/run.json" }
    public var metricsFile: String { path + "/metrics.csv" }
    public var weightsFile: String { path + "/weights/last.safetensors" }
    public var stateFile: String { path + "/weights/state.json" }
    public var filtersFile: String { path + "/filters.safetensors" }
    public var rulesFolder: String { path + "/rules" }
    public var traceFolder: String { path + "/trace" }

    /// - Throws: `.badData` naming the byte when the file is no JSON.
    public func readJSON(_ file: String) throws(NeSyError) -> JSON {
        try files.decode(file) { (bytes) throws(NeSyError) in
            do throws(JSONError) {
                return try JSON.parse(bytes)
            } catch {
                throw NeSyError(
                    .badData, "The file is no JSON document.", at: "byte \(error.offset)", found: error.message)
            }
        }
    }

    public func write(_ json: JSON, to file: String) throws(NeSyError) {
        try files.encode(Array((json.text(pretty: true) + "\n").utf8), to: file)
    }

    public func write(_ text: String, to file: String) throws(NeSyError) {
        try files.encode(Array(text.utf8), to: file)
    }

    public func makeDirectory(_ folder: String) throws(NeSyError) {
        do throws(StorageError) { try files.makeDirectory(folder) } catch { throw NeSyError(writing: error) }
    }
}
