import Foundation
import Testing

@Suite struct FloorPlanTests {
    static let sources = Repository.files(below: "Sources").filter { FloorPlan.arrows[$0.room] != nil }

    @Test func everyImportFollowsAnArrow() {
        #expect(FloorPlanTests.sources.count > 50, "the sources were not found")
        for file in FloorPlanTests.sources {
            for module in file.imports {
                #expect(
                    FloorPlan.allows(file.room, toImport: module), "\(file) imports \(module), which is no arrow")
            }
        }
    }

    @Test func everyRoomStandsOnThePlan() {
        for file in Repository.files(below: "Sources") {
            #expect(FloorPlan.arrows[file.room] != nil, "\(file) is in a room that the plan does not know")
        }
    }

    @Test func theArrowsHaveNoCircle() {
        for room in FloorPlan.arrows.keys {
            #expect(!FloorPlan.reachable(from: room).contains(room), "\(room) reaches itself")
        }
    }

    /// Package.swift may not allow what the plan forbids, else a wrong import would build.
    @Test func theManifestKeepsToThePlan() throws {
        let manifest = try #require(
            try? String(contentsOf: Repository.root.appendingPathComponent("Package.swift"), encoding: .utf8))
        let targets = manifest.components(between: ".target(", and: ".executableTarget(")
        var checked = 0
        for target in targets {
            let names = target.quotedWords
            guard let room = names.first, FloorPlan.arrows[room] != nil else { continue }
            checked += 1
            for dependency in names.dropFirst() where dependency.hasPrefix("NeSy") || dependency.hasPrefix("C") {
                #expect(FloorPlan.allows(room, toImport: dependency), "Package.swift lets \(room) use \(dependency)")
            }
        }
        #expect(checked >= 12)
    }

    @Test(arguments: [
        ("import Foundation", ["Foundation"]), ("@_exported import NeSyTensor", ["NeSyTensor"]),
        ("@testable public import struct Foundation.URL", ["Foundation"]), ("// import Yams", []),
        ("    import Glibc", ["Glibc"]), ("let text = \"import Yams\"", []),
    ])
    func importsAreRead(line: String, modules: [String]) {
        #expect(Repository.SourceFile(path: "Sources/NeSy/File.swift", text: line).imports == modules)
    }

    @Test(arguments: [
        ("NeSyTensor", "NeSyCompute"), ("NeSyStorage", "NeSyTensor"), ("NeSyLogic", "NeSyStorage"),
        ("NeSyLogic", "NeSyInduction"), ("NeSyCompute", "NeSyFormats"), ("NeSyData", "Foundation"),
        ("NeSyPipeline", "Yams"), ("NeSyFormats", "CMicro"), ("NeSyNetworks", "NeSyData"),
    ])
    func wrongArrowsAreSeen(room: String, module: String) {
        #expect(!FloorPlan.allows(room, toImport: module))
    }
}

extension String {
    /// The texts that begin after a marker (either one) and end before the next.
    fileprivate func components(between first: String, and second: String) -> [String] {
        replacing(second, with: first).split(separator: first).dropFirst().map(String.init)
    }

    /// The words in double quotes.
    fileprivate var quotedWords: [String] {
        split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
