import Foundation
import NeSyTestSupport
import Testing

@testable import NeSyReport

/// The page in a real browser, where one is installed.
@Suite struct BrowserTests {
    static let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// The page after its script has run, and what was said on the console.
    private func open(
        _ files: [ReportFile], _ fragment: String = ""
    ) throws -> (page: String, console: [String]) {
        let folder = TemporaryFolder()
        for file in files {
            let target = URL(fileURLWithPath: folder(file.path))
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: target)
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(BrowserTests.browser))
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0",
            "--user-data-dir=\(folder("profile"))", "--virtual-time-budget=4000", "--dump-dom",
            "file://\(folder(files[0].path))\(fragment)",
        ]
        // Files, not pipes: the page is larger than a pipe holds.
        for name in ["out", "err"] { _ = FileManager.default.createFile(atPath: folder(name), contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: folder("out")))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: folder("err")))
        try process.run()
        process.waitUntilExit()
        let errors = try String(contentsOfFile: folder("err"), encoding: .utf8)
        return (
            try String(contentsOfFile: folder("out"), encoding: .utf8),
            errors.split(separator: "\n").map(String.init).filter { $0.contains("CONSOLE") }
        )
    }

    @Test(
        .enabled(if: browser != nil, "no Chromium is installed"),
        arguments: [ReportPageTests.Kind.small, .assets, .nasty])
    func thePageShowsAnyImageAndComplainsOfNothing(kind: ReportPageTests.Kind) throws {
        let (page, console) = try open(try ReportPageTests.pages(kind), "#image-8")
        #expect(console.isEmpty)
        #expect(page.contains("id=\"choice-7\"") && page.contains("aria-activedescendant=\"choice-7\""))
        let answer = try #require(page.components(separatedBy: "id=\"answer\"").last)
        #expect(answer.contains("1007.png") && answer.contains("class=\"findings\""))
        #expect(!page.contains("<b>&amp;\"</b>alert"))
    }

    /// The page with a script at its end that leaves words behind, and these words.
    private func words(of files: [ReportFile], after script: String) throws -> [String] {
        var files = files
        let addition = """
            <script>window.addEventListener("load", async () => { const said = []; \(script)
            const out = document.createElement("pre"); out.id = "said"; out.textContent = said.join("\\u0001");
            document.body.append(out); });</script></body>
            """
        let text = String(decoding: files[0].bytes, as: UTF8.self)
        files[0].bytes = Array(text.replacingOccurrences(of: "</body>", with: addition).utf8)
        let (page, console) = try open(files)
        #expect(console.isEmpty)
        let tail = try #require(page.components(separatedBy: "<pre id=\"said\">").last)
        return try #require(tail.components(separatedBy: "</pre>").first).components(separatedBy: "\u{1}")
    }

    /// Nothing sticks out to the right of a telephone or a screen, with everything unfolded; what is wider scrolls.
    @Test(
        .enabled(if: browser != nil, "no Chromium is installed"),
        arguments: [ReportPageTests.Kind.two, .signs, .nasty], [390, 1280])
    func thePageFitsTheWindow(kind: ReportPageTests.Kind, width: Int) throws {
        // A browser's window is never as narrow as a telephone; a frame is.
        let script = """
            if (window.top !== window) return;
            const frame = document.createElement("iframe"); frame.style.cssText = "border:0;width:\(width)px;height:900px";
            frame.srcdoc = document.documentElement.outerHTML;
            await new Promise(done => { frame.addEventListener("load", done); document.body.append(frame); });
            const inside = frame.contentDocument, root = inside.documentElement;
            for (const fold of inside.querySelectorAll("details")) fold.open = true;
            said.push(frame.contentWindow.innerWidth, root.scrollWidth - root.clientWidth);
            """
        #expect(try words(of: try ReportPageTests.pages(kind), after: script) == ["\(width)", "0"])
    }

    /// Keys move the choice, filters narrow it, and a link to an image that is filtered away brings it back.
    @Test(.enabled(if: browser != nil, "no Chromium is installed"))
    func keysAndFiltersChoose() throws {
        let contents = try SampleReport().contents()
        let script = """
            const gallery = document.getElementById("gallery");
            const press = key => { gallery.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
            said.push(gallery.getAttribute("aria-activedescendant")); };
            const pick = (id, value) => { const box = document.getElementById(id); box.value = value;
            box.dispatchEvent(new Event(id === "choose-name" ? "input" : "change"));
            said.push(document.getElementById("found").textContent); };
            for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft", "PageDown", "End", "ArrowRight", "Home"])
            press(key);
            pick("choose-verdict", "unclassified"); pick("choose-class", "1"); pick("choose-name", "no such name");
            location.hash = "#image-100"; window.dispatchEvent(new HashChangeEvent("hashchange"));
            said.push(gallery.getAttribute("aria-activedescendant"), document.getElementById("found").textContent);
            """
        let said = try words(of: ReportPage(contents).files(), after: script)
        let uncovered = contents.images.filter { contents.patterns[$0.pattern].justification.className == nil }
        let ofClass = uncovered.count { $0.classIndex == 1 }
        func images(_ count: Int) -> String { count == 1 ? "1 image" : "\(count) images" }
        let moves = [1, 2, 1, 61, 239, 239, 0].map { "choice-\($0)" }
        let expected = moves + [images(uncovered.count), images(ofClass), images(0), "choice-99", images(240)]
        #expect(said == expected)
    }

    /// A fragment that is no escape is no error, and a link unfolds its sheet also where the address leads there.
    @Test(.enabled(if: browser != nil, "no Chromium is installed"))
    func linksUnfoldTheirSheetsEveryTime() throws {
        let files = ReportPage(try SampleReport().contents()).files()
        let (_, console) = try open(files, "#%")
        #expect(console.isEmpty)
        let script = """
            const link = document.querySelector("a[href^='#predicate-']");
            const sheet = document.getElementById(link.hash.slice(1));
            for (let time = 0; time < 3; time += 1) {
            sheet.open = false; link.click(); await new Promise(done => setTimeout(done, 50)); said.push(sheet.open); }
            """
        #expect(try words(of: files, after: script) == ["true", "true", "true"])
    }

    /// The script says of every combination of predicates what the page says without it.
    @Test(.enabled(if: browser != nil, "no Chromium is installed"))
    func theScriptSaysWhatTheRulesSay() throws {
        let contents = try SampleReport().contents()
        let run = ReportRun(contents, prefix: "")
        let firsts = contents.patterns.indices.map { pattern in
            contents.images.firstIndex { $0.pattern == pattern } ?? 0
        }
        let script = """
            for (const index of \(firsts)) {
            location.hash = "#image-" + (index + 1); window.dispatchEvent(new HashChangeEvent("hashchange"));
            const answer = document.getElementById("answer"), list = answer.querySelector(".verdict + .findings");
            said.push(answer.querySelector(".verdict").textContent + (list ? list.textContent : "")); }
            """
        let said = try words(of: ReportPage(contents).files(), after: script)
        #expect(said.count == contents.patterns.count && said.count > 20)
        for (pattern, words) in said.enumerated() {
            let plain = HTML(.div, "", run.justification(of: pattern))
            var markup = ""
            plain.write(to: &markup)
            let expected = ParsedPage(Array(markup.utf8)).elements[0].text
            #expect(words == expected.replacingOccurrences(of: "\n", with: ""))
        }
    }
}
