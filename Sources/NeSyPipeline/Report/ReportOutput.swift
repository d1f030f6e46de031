import NeSyFormats
import NeSyJSON
import NeSyReport
import NeSyStorage
import NeSyTensor

/// Where a report goes: the page, and the folder beside it with plots and sheets of pictures, named like the page.
///
/// `files.json` in the folder lists what a report has put there, so that the next one removes exactly that. A folder
/// that holds anything else before there is such a list is never written into; beside `rooms.html` that may well be the
/// run `rooms`, and then the folder is `rooms-report`.
struct ReportOutput: Sendable {
    let page: String
    let folder: String
    /// Whether the page stands in its usual place, where nobody else keeps anything.
    private let isUsualPlace: Bool
    /// Whether the folder holds what is not a report's.
    private let isTaken: Bool
    private let files: FileSystem

    /// Files that are written at a time. They wait for the disk, not for processors.
    private static let writers = 16
    /// Files between two words of progress.
    private static let batch = 256
    private static let manifest = "files.json"
    private static let schema = "nesy.report.files/1"

    /// - Parameter out: nil for `report.html` in the run folder; a folder that is there, or a path that ends in
    ///   `.html`.
    /// - Throws: a usage error for any other path; what looking at the disk throws.
    init(_ out: String?, run: RunFolder) throws(NeSyError) {
        files = run.files
        let usual = run.reportFile
        var path = out.map(RunFolder.trimmed) ?? usual
        if out != nil {
            do throws(StorageError) {
                if case .directory? = try files.inspect(path) { path += path == "/" ? "report.html" : "/report.html" }
            } catch { throw NeSyError(writing: error) }
        }
        guard path.hasSuffix(".html"), path != ".html", !path.hasSuffix("/.html") else {
            throw NeSyError(
                .usage, "The report is a page, and its name ends in .html.", at: "--out",
                expected: "a name such as report.html, or a folder that is there", found: path)
        }
        page = path
        isUsualPlace = files.absolute(path) == files.absolute(usual)
        let named = String(path.dropLast(5))
        do throws(StorageError) {
            let isNameTaken = try ReportOutput.isTaken(named, of: run)
            if isNameTaken, !isUsualPlace {
                folder = named + "-report"
                isTaken = try ReportOutput.isTaken(folder, of: run)
            } else {
                folder = named
                isTaken = isNameTaken
            }
        } catch { throw NeSyError(writing: error) }
    }

    /// Whether a folder is there for something else than reports: a run above all, its rules or its names.
    private static func isTaken(_ folder: String, of run: RunFolder) throws(StorageError) -> Bool {
        let files = run.files
        if [run.rulesFolder, run.labelsFolder, run.traceFolder].map(files.absolute).contains(files.absolute(folder)) {
            return true
        }
        switch try files.inspect(folder) {
        case nil: return false
        case .directory?: break
        default: return true
        }
        let names = try files.list(folder).filter { !$0.hasPrefix(FileSystem.temporaryPrefix) }
        if names.isEmpty { return false }
        let hasList = try listed(folder, files) != nil
        return !hasList || names.contains("run.json") || names.contains("rules.json")
    }

    /// The name of the folder as the page refers to it.
    var folderName: String { folder.split(separator: "/").last.map(String.init) ?? folder }

    /// A report of ours in its usual place is made anew without asking; another page stays unless forced, and what
    /// others keep in the folder stays in any case.
    /// - Throws: `.cannotCreateOutput` with what is in the way.
    func check(force: Bool) throws(NeSyError) {
        if isTaken {
            throw NeSyError(
                .cannotCreateOutput, "The folder for the plots beside the page holds something else.", at: folder,
                expected: "nothing, or a report with its \(ReportOutput.manifest)",
                remedy: isUsualPlace ? "Move it away, or choose another --out." : "Choose another --out.")
        }
        if force { return }
        let hasFiles: Bool
        do throws(StorageError) {
            guard try files.inspect(page) != nil else { return }
            if try isUsualPlace ? isOwn() : false { return }
            hasFiles = try ReportOutput.listed(folder, files)?.isEmpty == false
        } catch { throw NeSyError(writing: error) }
        throw NeSyError(
            .cannotCreateOutput, "There is a page already.", at: page,
            remedy: "Choose another --out, or add --force to replace it"
                + (hasFiles ? " and the files of its report in \(folder)." : "."))
    }

    /// Whether the page is a report that this program wrote.
    private func isOwn() throws(StorageError) -> Bool {
        guard case .file(let size)? = try files.inspect(page) else { return false }
        let head = try files.read(page, range: 0..<min(size, 4096))
        return String(decoding: head, as: UTF8.self).contains(ReportPage.generatorMark)
    }

    /// The files that the last report left in a folder; nil when it was none of ours that made the folder.
    private static func listed(_ folder: String, _ files: FileSystem) throws(StorageError) -> [String]? {
        let path = folder + "/" + manifest
        guard case .file? = try files.inspect(path) else { return nil }
        let bytes = try files.read(path)
        guard let document = try? JSON.parse(bytes),
            document["schema"]?.stringValue == schema, let names = document["files"]?.arrayValue
        else { return nil }
        return names.compactMap(\.stringValue).filter { !$0.isEmpty && !$0.contains("/") && !$0.hasPrefix(".") }
    }

    /// Writes the files beside the page, then the page: a page that is there is complete. Until it is, there is none.
    func write(
        page bytes: [UInt8], beside pictures: [PictureFile], progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(NeSyError) {
        let names = pictures.map(\.name)
        do throws(StorageError) {
            try files.makeDirectory(folder)
            try files.sweep(folder)
            let old = try ReportOutput.listed(folder, files) ?? []
            try list(names + old.filter { !names.contains($0) })
            try files.remove(page)
            for name in Set(old).subtracting(names) { try files.remove(folder + "/" + name) }
            let pool = WorkerPool(threadCount: ReportOutput.writers)
            for start in stride(from: 0, to: pictures.count, by: ReportOutput.batch) {
                let part = pictures[start..<min(start + ReportOutput.batch, pictures.count)]
                let failures = pool.map(parts: part.count) { place -> StorageError? in
                    let picture = part[start + place]
                    do throws(StorageError) {
                        try files.write(folder + "/" + picture.name, picture.bytes)
                        return nil
                    } catch { return error }
                }
                if let failure = failures.compactMap(\.self).first { throw failure }
                progress(part.endIndex, pictures.count)
            }
            try list(names)
            try files.write(page, bytes)
        } catch { throw NeSyError(writing: error) }
    }

    private func list(_ names: [String]) throws(StorageError) {
        let document: JSON = [
            "schema": .string(ReportOutput.schema), "files": .array(Set(names).sorted().map(JSON.string)),
        ]
        try files.write(folder + "/" + ReportOutput.manifest, document.text(pretty: true) + "\n")
    }
}
