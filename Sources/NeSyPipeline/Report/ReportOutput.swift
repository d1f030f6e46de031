import NeSyFormats
import NeSyJSON
import NeSyReport
import NeSyStorage
import NeSyTensor

/// Where a report goes: the page, and the folder beside it with plots and sheets of pictures, named like the page.
///
/// `files.json` in the folder lists what a report has put there, so that the next one removes exactly that.
struct ReportOutput: Sendable {
    let page: String
    let folder: String
    /// Whether the page stands in its usual place, where nobody else keeps anything.
    private let isUsualPlace: Bool
    private let files: FileSystem

    private static let manifest = "files.json"
    private static let schema = "nesy.report.files/1"

    /// - Parameter out: nil for `report.html` in the run folder; a folder that is there, or a path that ends in
    ///   `.html`.
    /// - Throws: a usage error for any other path.
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
        folder = String(path.dropLast(5))
        isUsualPlace = files.absolute(path) == files.absolute(usual)
    }

    /// The name of the folder as the page refers to it.
    var folderName: String { folder.split(separator: "/").last.map(String.init) ?? folder }

    /// A report of ours in its usual place is made anew without asking; everything else stays unless forced.
    /// - Throws: `.cannotCreateOutput` when something else is there and `force` is false.
    func check(force: Bool) throws(NeSyError) {
        if force { return }
        do throws(StorageError) {
            let isThere = try files.inspect(page) != nil
            let mayGo = try isUsualPlace ? isOwn() : false
            if isThere, !mayGo {
                throw StorageError(.create, page, .alreadyExists)
            }
            if try files.inspect(folder) != nil, try listed() == nil, try !files.list(folder).isEmpty {
                throw StorageError(.create, folder, .alreadyExists)
            }
        } catch {
            var failure = NeSyError(writing: error)
            if error.reason == .alreadyExists {
                failure.what =
                    error.path == page
                    ? "There is a page already." : "The folder for the plots beside the page holds something else."
                failure.remedy = "Choose another --out, or add --force to replace what is there."
            }
            throw failure
        }
    }

    /// Whether the page is a report that this program wrote.
    private func isOwn() throws(StorageError) -> Bool {
        guard case .file(let size)? = try files.inspect(page) else { return false }
        let head = try files.read(page, range: 0..<min(size, 4096))
        return String(decoding: head, as: UTF8.self).contains(ReportPage.generatorMark)
    }

    /// The files that the last report left in the folder; nil when it was none of ours that made the folder.
    private func listed() throws(StorageError) -> [String]? {
        let path = folder + "/" + ReportOutput.manifest
        guard case .file? = try files.inspect(path) else { return nil }
        let bytes = try files.read(path)
        guard let document = try? JSON.parse(bytes),
            document["schema"]?.stringValue == ReportOutput.schema, let names = document["files"]?.arrayValue
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
            let old = try listed() ?? []
            try list(names + old.filter { !names.contains($0) })
            try files.remove(page)
            for name in Set(old).subtracting(names) { try files.remove(folder + "/" + name) }
            for (place, picture) in pictures.enumerated() {
                try files.write(folder + "/" + picture.name, picture.bytes)
                progress(place + 1, pictures.count)
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
