import NeSyCompute
import NeSyReport
import NeSyStorage
import NeSyTensor

/// `nesy report`: one page that shows the rules of a run, what they look at and how good they are.
public struct ReportStage: Sendable {
    /// The images that stand beside a predicate.
    public enum Examples: String, Sendable, Hashable, CaseIterable {
        /// Those that the rules were learned from: what a filter came to look at, and what its name was taken from.
        case train
        /// Those that the rules are judged on; a click on one shows its justification.
        case test
    }

    public var run: String
    /// Another run, on the same images, to be shown beside.
    public var against: String?
    /// Other images than those of the run.
    public var data: String?
    public var testSplit: String?
    /// The page, or a folder for it; `report.html` in the run folder when nil.
    public var out: String?
    /// Whether pictures are files beside the page, as large and as many as wanted, instead of parts of it.
    public var usesAssets = false
    /// The most images beside a predicate.
    public var top = 10
    public var examples = Examples.train
    /// The most images that are shown small; as many as fit when nil.
    public var thumbnails: Int?
    /// What the page may weigh with its pictures, in millions of bytes.
    public var megabytes = 8.0
    public var force = false
    public var files = FileSystem.system

    public init(run: String) { self.run = run }

    /// - Throws: `.missingInput` for a run without rules, with what to do; bad data when two runs cannot be compared;
    ///   what reading images and writing throw; interrupted when the observer says so. Nothing is written before
    ///   everything is drawn.
    public func run(
        backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        let reading = Stopwatch()
        var opened = [try ReportSubject.Opened(run, backend: backend, files: files)]
        if let against { opened.append(try ReportSubject.Opened(against, backend: backend, files: files)) }
        let output = try ReportOutput(out, run: opened[0].run.folder)
        try output.check(force: force)
        if opened.count == 2 { try opened[0].check(against: opened[1], onOwnData: data == nil) }
        let subjects = try read(opened, pool: pool, observer: observer)
        let readSeconds = reading.seconds

        let drawing = Stopwatch()
        let titles = ReportStage.titles(subjects.map { files.absolute($0.run.folder.path) })
        var contents: [ReportContents] = []
        var listed: [[Int]] = []
        for (subject, title) in zip(subjects, titles) {
            let (words, rows) = try subject.contents(title: title)
            contents.append(words)
            listed.append(rows)
            // Other images say nothing about those that the training saw after every epoch.
            if subject.train != nil, testSplit == nil { contents[contents.count - 1].watchedOn = subject.evaluatedOn }
        }
        // Pictures get what the words leave.
        let words = ReportFiles(contents, usesAssets: false, output: output).page.count
        let budget = ByteBudget(usesAssets ? nil : Int(megabytes * 0.99e6) - words)
        var pictures: [ReportPictures] = []
        for place in subjects.indices {
            pictures.append(
                try ReportPictures(
                    subjects[place], contents: &contents[place], rows: listed[place], examples: examples, top: top,
                    // The images of the page are those of the first run.
                    thumbnails: place == 0 ? thumbnails : 0, budget: budget.share(1 / Double(subjects.count)),
                    pool: pool, observer: observer))
        }
        if contents.count == 2 {
            let said = Set(contents[0].notes)
            contents[1].notes.removeAll(where: said.contains)
        }
        var written = ReportFiles(contents, usesAssets: usesAssets, output: output)
        try written.add(pictures, of: contents)
        let drawSeconds = drawing.seconds

        let writing = Stopwatch()
        try output.write(page: written.page, beside: written.beside) { done, total in
            observer.progress("files written", done: done, total: total)
        }
        if !usesAssets, Double(written.page.count) > megabytes * 1e6 {
            observer.note(
                "the page is larger than \(megabytes) MB, though no picture is in it: so many are its predicates "
                    + "and images")
        }
        return Result(
            runs: subjects.map(\.run.folder.path), page: output.page, bytes: written.page.count,
            folder: output.folder, files: written.beside.map(\.name), contents: contents,
            evaluated: subjects[0].evaluated.count, seconds: (readSeconds, drawSeconds, writing.seconds))
    }

    private func read(
        _ opened: [ReportSubject.Opened], pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> [ReportSubject] {
        var given: [ReportSubject.Given] = []
        for run in opened { given.append(try run.images(data, split: testSplit, pool: pool)) }
        if given.count == 2 { try opened[0].check(given[0], against: opened[1], given[1]) }
        var subjects: [ReportSubject] = []
        for (run, given) in zip(opened, given) {
            let work = opened.count == 1 ? "images read" : "images read by \(run.run.folder.path)"
            subjects.append(
                try ReportSubject(run, given) { (done, total) throws(NeSyError) in
                    try ReportStage.report(work, done, of: total, to: observer)
                })
        }
        return subjects
    }

    static func report(
        _ work: String, _ done: Int, of total: Int, to observer: any StageObserver
    ) throws(NeSyError) {
        observer.progress(work, done: done, total: total)
        if observer.shouldStop {
            throw NeSyError(.interrupted, "Interrupted before the report was complete; nothing was written.")
        }
    }

    /// What runs are called: the last parts of their paths, as many as tell them apart.
    static func titles(_ paths: [String]) -> [String] {
        let parts = paths.map { $0.split(separator: "/").map(String.init) }
        let most = parts.map(\.count).max() ?? 1
        for length in 1...max(1, most) {
            let titles = parts.map { $0.suffix(length).joined(separator: "/") }
            if Set(titles).count == titles.count { return titles }
        }
        return paths
    }
}
