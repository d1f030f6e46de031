import NeSyReport
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Synchronization
import Testing

@testable import NeSyPipeline

/// Where a report goes, and what it leaves alone.
@Suite struct ReportOutputTests {
    let folder = TemporaryFolder()
    let page = Array("<html>\(ReportPage.generatorMark)".utf8)

    private func run(_ files: FileSystem = .system) throws -> RunFolder {
        try FileSystem.system.makeDirectory(folder("run"))
        try FileSystem.system.write(folder("run/run.json"), "{}")
        return try RunFolder.open(folder("run"), files: files)
    }

    private func pictures(_ names: String...) -> [PictureFile] {
        names.map { PictureFile(name: $0, bytes: Array($0.utf8)) }
    }

    private func names(_ path: String) throws -> Set<String> { Set(try FileSystem.system.list(folder(path))) }

    @Test func ownReportInItsPlaceIsReplaced() throws {
        let output = try ReportOutput(nil, run: run())
        #expect(output.page == folder("run/report.html") && output.folderName == "report")
        try output.check(force: false)
        try output.write(page: page, beside: pictures("a.svg", "b.png"))
        try FileSystem.system.write(folder("run/report/mine.txt"), "kept")
        try output.check(force: false)
        try ReportOutput(folder("run/report.html"), run: run()).check(force: false)
        try output.write(page: page + [32], beside: pictures("b.png", "c.svg"))
        #expect(try names("run/report") == ["b.png", "c.svg", "files.json", "mine.txt"])
        #expect(try FileSystem.system.read(folder("run/report.html")) == page + [32])
    }

    @Test func anythingElseIsLeftAlone() throws {
        let run = try run()
        let refused = { (output: ReportOutput) in
            let error = #expect(throws: NeSyError.self) { try output.check(force: false) }
            #expect(error?.kind == .cannotCreateOutput && error?.remedy?.contains("--force") == true)
            try output.check(force: true)
        }
        // Somebody's page in the usual place.
        try FileSystem.system.write(run.reportFile, "<html>my notes")
        try refused(ReportOutput(nil, run: run))
        // A report of ours elsewhere.
        let elsewhere = try ReportOutput(folder("both.html"), run: run)
        try elsewhere.check(force: false)
        try elsewhere.write(page: page, beside: pictures("a.svg"))
        try refused(elsewhere)
        // A folder of somebody else's pictures.
        try FileSystem.system.makeDirectory(folder("photos"))
        try FileSystem.system.write(folder("photos/a.svg"), "mine")
        let photos = try ReportOutput(folder("photos.html"), run: run)
        try refused(photos)
        try FileSystem.system.write(folder("photos/z.png"), "mine")
        try photos.write(page: page, beside: pictures("b.svg"))
        #expect(try names("photos") == ["a.svg", "b.svg", "files.json", "z.png"])
    }

    @Test func theNameOfThePage() throws {
        let run = try run()
        #expect(try ReportOutput(folder("x.html"), run: run).folder == folder("x"))
        #expect(try ReportOutput(folder("run/"), run: run).page == folder("run/report.html"))
        for bad in ["x", "x.htm", ".html", "a/.html", ""] {
            let error = #expect(throws: NeSyError.self) { try ReportOutput(bad, run: run) }
            #expect(error?.kind == .usage, "\(bad)")
        }
    }

    /// A list of files that asks for more than its own folder is not followed.
    @Test(arguments: ["../victim", "/etc/victim", ".hidden", "sub/victim", ""])
    func damagedListsRemoveNothingElse(name: String) throws {
        let output = try ReportOutput(nil, run: run())
        try FileSystem.system.makeDirectory(folder("run/report/sub"))
        for place in ["run/victim", "run/report/.hidden", "run/report/sub/victim"] {
            try FileSystem.system.write(folder(place), "x")
        }
        try FileSystem.system.write(
            folder("run/report/files.json"), "{\"schema\":\"nesy.report.files/1\",\"files\":[\"\(name)\"]}")
        try output.write(page: page, beside: pictures("a.svg"))
        for place in ["run/victim", "run/report/.hidden", "run/report/sub/victim"] {
            #expect(try FileSystem.system.inspect(folder(place)) != nil)
        }
    }

    /// Whichever call fails, a page that is there is whole and its files are there; and the next report clears up.
    @Test func aPageThatIsThereIsComplete() throws {
        let sound = try ReportOutput(nil, run: run())
        var failures = 0
        for failing in 0..<200 {
            try sound.write(page: page, beside: pictures("old.svg", "both.svg"))
            // Counts from when the writing begins.
            let calls = Mutex<Int?>(nil)
            let files = FileSystem(intercept: { operation, path throws(StorageError) in
                let call = calls.withLock { count in
                    count = count.map { $0 + 1 }
                    return count
                }
                if call == failing + 1 { throw StorageError(operation, path, .diskFull) }
            })
            let output = try ReportOutput(nil, run: RunFolder.open(folder("run"), files: files))
            do {
                calls.withLock { $0 = 0 }
                try output.write(page: page + [32], beside: pictures("both.svg", "new.svg"))
            } catch {
                failures += 1
                #expect(error.kind == .cannotCreateOutput)
            }
            if let made = calls.withLock({ $0 }), made <= failing { break }
            let wanted: [[UInt8]: [String]] = [page: ["old.svg", "both.svg"], page + [32]: ["both.svg", "new.svg"]]
            if try FileSystem.system.inspect(folder("run/report.html")) != nil {
                let found = try FileSystem.system.read(folder("run/report.html"))
                #expect(try names("run/report").isSuperset(of: try #require(wanted[found])))
            }
            try sound.check(force: false)
            try sound.write(page: page, beside: pictures("last.svg"))
            #expect(try names("run/report") == ["last.svg", "files.json"], "after call \(failing)")
        }
        #expect(failures > 10)
    }
}
