import Foundation
import Testing

@Suite struct HouseRulesTests {
    static let code = ["c", "h", "cl"]

    @Test(arguments: ["Sources", "Tests", "Kernels", "Benchmarks"])
    func filesAreShort(folder: String) {
        for file in Repository.files(below: folder, endings: ["swift"] + HouseRulesTests.code) {
            #expect(file.lines.count <= 800, "\(file) has \(file.lines.count) lines")
        }
    }

    /// The width that .swift-format gives. Texts in three quotes have lines of their own.
    @Test(arguments: ["Sources", "Tests", "Benchmarks"])
    func linesAreNarrow(folder: String) {
        for file in Repository.files(below: folder) {
            var isText = false
            for (index, line) in file.lines.enumerated() {
                if !isText, line.count > 120 {
                    Issue.record("\(file):\(index + 1) is \(line.count) characters wide")
                }
                if line.ranges(of: "\"\"\"").count % 2 == 1 { isText.toggle() }
            }
        }
    }

    /// Each would trap on input, or leave work undone.
    @Test(arguments: ["try!", "as! ", "fatalError(", "unsafeFlags", "TODO", "FIXME", "XXX"])
    func sourcesDoWithout(word: String) {
        for file in Repository.files(below: "Sources", endings: ["swift"] + HouseRulesTests.code) {
            for (index, line) in file.lines.enumerated() where line.contains(word) {
                Issue.record("\(file):\(index + 1) contains \(word)")
            }
        }
    }

    @Test func theManifestHasNoUnsafeFlags() throws {
        let manifest = try String(contentsOf: Repository.root.appendingPathComponent("Package.swift"), encoding: .utf8)
        #expect(!manifest.contains("unsafeFlags"))
    }

    @Test func everyTestFileExpectsSomething() {
        let files = Repository.files(below: "Tests").filter { $0.path.hasSuffix("Tests.swift") }
        #expect(files.count > 5, "the tests were not found")
        for file in files {
            // Also through functions of the tests' own, such as `expectAgreement`.
            let asserts = ["expect", "#require", "Issue.record"].contains { file.text.contains($0) }
            #expect(asserts, "\(file) expects nothing")
            #expect(file.text.contains("@Test"), "\(file) holds no test")
        }
    }

    @Test func nothingElseStandsAtTheTop() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
        for name in names where !name.hasPrefix(".") && !isIgnored(name) {
            #expect(FloorPlan.topLevel.contains(name), "\(name) stands at the top of the repository")
        }
    }

    /// Run folders of a user who works inside the checkout, and bundles made there, are not part of it.
    private func isIgnored(_ name: String) -> Bool { ["runs", "dist"].contains(name) }
}
