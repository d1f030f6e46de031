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

    @Test func anotherPageIsReplacedWithForceOnly() throws {
        let run = try run()
        let refused = { (output: ReportOutput) in
            let error = #expect(throws: NeSyError.self) { try output.check(force: false) }
            #expect(error?.kind == .cannotCreateOutput && error?.location == output.page)
            #expect(error?.remedy?.contains("--force") == true)
            try output.check(force: true)
            return error?.remedy ?? ""
        }
        // Somebody's page in the usual place.
        try FileSystem.system.write(run.reportFile, "<html>my notes")
        _ = try refused(ReportOutput(nil, run: run))
        // A report of ours elsewhere.
        let elsewhere = try ReportOutput(folder("both.html"), run: run)
        try elsewhere.check(force: false)
        try elsewhere.write(page: page, beside: pictures("a.svg"))
        #expect(try refused(elsewhere).contains("files of its report in \(folder("both"))"))
    }

    /// Beside `photos.html` there may be photos, and beside `run.html` the run itself.
    @Test func otherFoldersAreNeverWrittenInto() throws {
        let run = try run()
        try FileSystem.system.makeDirectory(folder("photos"))
        try FileSystem.system.write(folder("photos/a.svg"), "mine")
        try FileSystem.system.makeDirectory(folder("run/rules"))
        try FileSystem.system.write(folder("run/rules/rules.json"), "{}")
        // A file where the folder would be.
        try FileSystem.system.write(folder("notes"), "mine")
        // A run that was made in the folder of a report.
        let mixed = try ReportOutput(folder("mixed.html"), run: run)
        try mixed.write(page: page, beside: [])
        try FileSystem.system.write(folder("mixed/run.json"), "{}")
        for name in ["photos", "run", "run/rules", "run/labels", "notes", "mixed"] {
            let before = try? names(name)
            let output = try ReportOutput(folder("\(name).html"), run: run)
            #expect(output.folder == folder("\(name)-report"))
            try output.check(force: name == "mixed")
            try output.write(page: page, beside: pictures("b.svg"))
            if name != "run" { #expect((try? names(name)) == before) }
            #expect(try names("\(name)-report") == ["b.svg", "files.json"])
            // The second time it is the same folder.
            #expect(try ReportOutput(folder("\(name).html"), run: run).folder == output.folder)
        }
        #expect(try FileSystem.system.list(folder("run")).allSatisfy { $0 != "b.svg" && $0 != "files.json" })

        try FileSystem.system.makeDirectory(folder("run/report"))
        try FileSystem.system.write(folder("run/report/a.svg"), "mine")
        try FileSystem.system.makeDirectory(folder("scans"))
        try FileSystem.system.makeDirectory(folder("scans-report"))
        for name in ["scans", "scans-report"] { try FileSystem.system.write(folder("\(name)/a.svg"), "mine") }
        for (out, taken) in [(nil, "run/report"), (folder("scans.html"), "scans-report")] as [(String?, String)] {
            for force in [false, true] {
                let output = try ReportOutput(out, run: run)
                let error = #expect(throws: NeSyError.self) { try output.check(force: force) }
                #expect(error?.kind == .cannotCreateOutput && error?.location == folder(taken))
                #expect(error?.remedy?.contains("--force") == false)
            }
        }
    }

    /// Written on several threads: all of them, and each whole.
    @Test func manyFilesAreWritten() throws {
        let output = try ReportOutput(nil, run: run())
        let many = (0..<600).map { number in
            PictureFile(name: "\(number).svg", bytes: [UInt8](repeating: UInt8(number % 251), count: number))
        }
        var said: [Int] = []
        try output.write(page: page, beside: many) { done, total in
            said.append(done)
            #expect(total == 600)
        }
        #expect(said.last == 600 && said == said.sorted())
        #expect(try names("run/report") == Set(many.map(\.name) + ["files.json"]))
        for file in many { #expect(try FileSystem.system.read(folder("run/report/\(file.name)")) == file.bytes) }
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
