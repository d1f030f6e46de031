import NeSyFormats
import NeSyJSON
import NeSyStorage
import NeSyTensor

/// The folder that a training leaves behind, and to which extraction and explanation add.
///
///     run.json                   options, network, classes, data: what is needed to use or resume the run
///     metrics.csv                one line an epoch
///     events.out.tfevents.…      the same for TensorBoard, with pictures; a resumed training adds a file
///     weights/last.safetensors   the newest checkpoint: weights, and moments while training is unfinished
///     filters.safetensors        thresholds and filter probability matrix
///     rules/                     the rules, see ``RulesFolder``; thresholds.safetensors and summary.json
///     labels/                    what its filters are called, see ``LabelsFolder``
///     report.html, report/       what ``ReportStage`` wrote
///     trace/                     first steps, see ``TrainStage/traceSteps``
public struct RunFolder: Sendable {
    public let path: String
    public let files: FileSystem

    private init(path: String, files: FileSystem) {
        self.path = path
        self.files = files
    }

    /// A new folder. What a run left there that never came to a checkpoint is replaced without asking.
    /// - Parameter force: whether a run that stands there may be replaced; its weights, rules and trace are removed
    ///   first, so that nothing of two runs is ever mixed.
    /// - Throws: `.cannotCreateOutput` when something is there and `force` is false, or nothing can be made there.
    public static func create(
        _ path: String, force: Bool, files: FileSystem = .system
    ) throws(NeSyError) -> RunFolder {
        let folder = RunFolder(path: RunFolder.trimmed(path), files: files)
        do throws(StorageError) {
            switch try files.inspect(folder.path) {
            case nil: break
            case .directory?:
                let isRun = try files.inspect(folder.runFile) != nil
                let hasWeights = try files.inspect(folder.weightsFile) != nil
                if try !files.list(folder.path).isEmpty, !force, !isRun || hasWeights {
                    throw StorageError(.makeDirectory, folder.path, .alreadyExists)
                }
                try folder.clear()
            default: throw StorageError(.makeDirectory, folder.path, .notDirectory)
            }
            try files.makeDirectory(folder.path + "/weights")
            try folder.sweep()
        } catch {
            throw failure(error)
        }
        return folder
    }

    /// The error of an output folder that cannot be made.
    static func failure(_ error: StorageError) -> NeSyError {
        var failure = NeSyError(writing: error)
        if error.reason == .alreadyExists {
            failure.what = "The output folder is not empty."
            failure.found = "files of an earlier run"
            failure.remedy = "Choose another --out, add --resume to go on with it, or --force to replace it."
        }
        return failure
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

    /// Removes the files of the run at a path; without one nothing.
    static func clear(_ path: String, files: FileSystem) throws(StorageError) {
        let folder = RunFolder(path: path, files: files)
        if try files.inspect(folder.runFile) != nil { try folder.clear() }
    }

    /// Removes the files of a run, the one that makes it a run first.
    private func clear() throws(StorageError) {
        for file in [runFile, weightsFile, metricsFile, filtersFile, reportFile] { try files.remove(file) }
        for name in try files.list(path) where name.hasPrefix(EventFile.namePrefix) {
            try files.remove(path + "/" + name)
        }
        for folder in [labelsFolder + "/sheets", labelsFolder, rulesFolder, traceFolder, reportFolder] {
            guard case .directory? = try files.inspect(folder) else { continue }
            for name in try files.list(folder) {
                if case .file? = try files.inspect(folder + "/" + name) { try files.remove(folder + "/" + name) }
            }
        }
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
    public var filtersFile: String { path + "/filters.safetensors" }
    public var rulesFolder: String { path + "/rules" }
    public var labelsFolder: String { path + "/labels" }
    public var traceFolder: String { path + "/trace" }
    public var reportFile: String { path + "/report.html" }
    public var reportFolder: String { path + "/report" }

    /// - Throws: `.badData` naming the byte when the file is no JSON.
    public func readJSON(_ file: String) throws(NeSyError) -> JSON { try files.decodeJSON(file) }

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
