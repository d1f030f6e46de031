import NeSyFormats
import NeSyTestSupport
import Testing

@Suite struct ExplainPictureTests {
    let place = Workplace()
    static let image = "rooms/images/test_iid/000000.png"

    @Test func theConditionsThatDecidedAreDrawn() throws {
        try place.makeRun()
        let document = try place.document("explain", "run", Self.image, "--picture", "why.svg")
        #expect(document["files"]?["picture"] == "why.svg")
        let text = String(decoding: try place.bytes("why.svg"), as: UTF8.self)
        let network = try #require(document["network"]?["class"]?.stringValue)
        #expect(text.contains("network: \(network)") && text.contains("000000.png"))
        let because = document["justification"]?["because"]?["literals"]?.arrayValue ?? []
        let passed = document["justification"]?["passed_over"]?.arrayValue ?? []
        let literals = because + passed.flatMap { $0["outcome"]?["literals"]?.arrayValue ?? [] }
        #expect(!literals.isEmpty)
        for literal in literals {
            let name = try #require(literal["name"]?.stringValue)
            #expect(text.contains("\(name) is present") || text.contains("\(name) is absent"), "\(name) is not drawn")
        }

        let plain = try place.run("explain", "run", Self.image)
        let drawn = try place.run("explain", "run", Self.image, "--picture", "why.png")
        #expect(plain.output == drawn.output && drawn.errors.contains("picture in why.png"))
        #expect(try PNG.decode(place.bytes("why.png")).width > 500)

        try refuses(["--picture", "why.png"], 73, ["why.png", "--force"])
        try place.run("explain", "run", Self.image, "--picture", "why.png", "--force")
        try refuses(["--picture", Self.image], 73, ["000000.png"])
        try refuses(["--picture", "none/why.png"], 73, ["none/why.png"])
        try refuses(["--picture", "why.jpg"], 64, ["why.jpg", "FILE.png or FILE.svg"])
    }

    private func refuses(_ options: [String], _ code: Int32, _ words: [String]) throws {
        let outcome = try NesyBinary.run(["explain", "run", Self.image] + options, folder: place.folder.path)
        #expect(outcome.exitCode == code && outcome.output.isEmpty)
        for word in words { #expect(outcome.errors.contains(word), "'\(word)' is missing in: \(outcome.errors)") }
    }
}
