import Foundation
import NeSyTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What goes wrong in practice ends in the right exit code, and the message says what, where, expected and found.
@Suite struct BadInputTests {
    let place = Workplace()

    private func expectFailure(
        _ arguments: [String], _ code: Int32, _ words: [String], from location: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try NesyBinary.run(arguments, folder: place.folder.path)
        #expect(outcome.exitCode == code, "\(outcome.errors)", sourceLocation: location)
        #expect(outcome.output.isEmpty, sourceLocation: location)
        #expect(outcome.errors.contains("error: "), sourceLocation: location)
        for word in words {
            #expect(outcome.errors.contains(word), "no \(word) in: \(outcome.errors)", sourceLocation: location)
        }
    }

    private static let labels = ["  where:    ", "  expected: ", "  found:    "]

    /// `photos/CLASS/N.png`, from scenes of rooms.
    private func makePhotos(classes: [String]) throws {
        try place.makeRooms()
        for name in classes {
            for index in 0..<6 {
                try place.write("photos/\(name)/\(index).png", place.bytes("rooms/images/train/00000\(index).png"))
            }
        }
    }

    @Test func aTruncatedImage() throws {
        try makePhotos(classes: ["a", "b"])
        try place.write("photos/b/1.png", Array(place.bytes("photos/b/1.png").prefix(500)))
        try expectFailure(
            ["train", "photos", "--epochs", "1", "--out", "run"], 65, BadInputTests.labels + ["photos/b/1.png, byte"])
        #expect(try place.list("run/weights").isEmpty)
    }

    @Test func noImages() throws {
        try place.write("photos/readme.txt", "none")
        try expectFailure(["train", "photos", "--out", "run"], 65, BadInputTests.labels + ["photos"])
        #expect(try place.list("run").isEmpty)
    }

    @Test func noFolder() throws {
        try expectFailure(["train", "photos", "--out", "run"], 66, ["  where:    photos", "  expected: "])
    }

    @Test func oneClassOnly() throws {
        try makePhotos(classes: ["a"])
        try expectFailure(["train", "photos", "--out", "run"], 65, BadInputTests.labels + ["only one class"])
        #expect(try place.list("run").isEmpty)
    }

    @Test(arguments: [
        ("a,b,label\n1,0,x\n0,1,y\n", "colour", ["t.csv, line 1", "a, b, label", "colour"]),
        ("a,b,label\n1,0,x\n1,0\n0,1,y\n", "label", ["t.csv, line 3", "3 cells", "2 cells"]),
        ("", "label", ["t.csv"]), ("a,b,label\n", "label", ["t.csv"]), ("a,a,label\n1,0,x\n", "label", ["t.csv"]),
        ("a,label\n1,x\n0,x\n", "label", ["t.csv"]),
    ])
    func aTableThatIsNone(text: String, label: String, words: [String]) throws {
        try place.write("t.csv", text)
        try expectFailure(["induce", "t.csv", "--label", label, "--out", "rules"], 65, words + ["  where:    "])
        #expect(try place.list("rules").isEmpty)
    }

    @Test func anIDXFileWhoseLengthLies() throws {
        try place.write(
            "digits/train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 10, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2, 3])
        try place.write("digits/train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 10] + (0..<10).map { UInt8($0) })
        try expectFailure(
            ["train", "digits", "--out", "run"], 65,
            BadInputTests.labels + ["train-images-idx3-ubyte, byte 16", "7840 bytes"])
    }

    @Test func damagedWeights() throws {
        try place.makeRun()
        var weights = try place.bytes("run/weights/last.safetensors")
        weights[weights.count - 9] ^= 0x40
        try place.write("run/weights/last.safetensors", weights)
        try expectFailure(
            ["evaluate", "run"], 65, BadInputTests.labels + ["run/weights/last.safetensors, byte", "checksum"])
    }

    @Test func weightsThatAreNoNumbers() throws {
        try place.makeRun()
        let checkpoint = try place.bytes("run/weights/last.safetensors")
        try place.write("w.safetensors", WeightsFile.copy(of: checkpoint, firstValue: 0))
        try place.run("train", "rooms", "--weights", "w.safetensors", "--epochs", "1", "--out", "sound")
        try place.write("w.safetensors", WeightsFile.copy(of: checkpoint, firstValue: .nan))
        try expectFailure(
            ["train", "rooms", "--weights", "w.safetensors", "--epochs", "1", "--out", "broken"], 65,
            BadInputTests.labels + ["w.safetensors, tensor", "not finite"])
        #expect(try place.list("broken").isEmpty)
    }

    @Test func weightsOfAnotherArchitecture() throws {
        try place.makeRun()
        try place.run("train", "rooms", "--arch", "mnist", "--epochs", "1", "--out", "other")
        try place.write("run/weights/last.safetensors", place.bytes("other/weights/last.safetensors"))
        try expectFailure(
            ["evaluate", "run"], 65, BadInputTests.labels + ["run/weights/last.safetensors", "this architecture"])
    }

    @Test func notAnImage() throws {
        try place.makeRun()
        try place.write("photo.png", "this is text")
        for verb in ["explain", "predict"] {
            try expectFailure([verb, "run", "photo.png"], 65, BadInputTests.labels + ["photo.png, byte 0"])
        }
        try expectFailure(["explain", "run", "none.png"], 66, ["none.png"])
    }

    @Test func noRun() throws {
        try place.makeRooms()
        for verb in ["extract", "evaluate"] {
            try expectFailure([verb, "rooms"], 66, BadInputTests.labels + ["run.json", "nesy train"])
        }
    }

    @Test func noRulesYet() throws {
        try place.makeRooms()
        try place.run("train", "rooms", "--epochs", "1", "--out", "run")
        try expectFailure(["evaluate", "run"], 66, ["run/rules", "nesy extract run"])
    }

    @Test func aFolderThatIsTaken() throws {
        try place.makeRun()
        try expectFailure(["train", "rooms", "--out", "run"], 73, ["  where:    run", "--force"])
        try expectFailure(["extract", "run"], 73, ["run/rules", "--force"])
    }

    @Test(arguments: ["gpu", "gpu:0", "opencl:0:7"]) func noSuchDevice(name: String) throws {
        try place.makeRun()
        try expectFailure(["evaluate", "run", "--device", name], 69, BadInputTests.labels + ["--device \(name)"])
    }

    /// A disk that takes four blocks and then no more.
    @Test func aFullDisk() throws {
        try place.makeRooms()
        try place.run("generate", "table", "--out", "t.csv")
        for line in ["train rooms --epochs 1 --out full", "induce t.csv --label label --out full"] {
            let outcome = try Shell.run(
                "ulimit -f 2; trap '' XFSZ; exec '\(NesyBinary.path)' \(line)", folder: place.folder.path)
            #expect(outcome.exitCode == 73, "\(outcome.errors)")
            #expect(outcome.errors.contains("  where:    full"))
            #expect(try !place.list("full").contains { $0.hasPrefix(".nesy-unfinished") })
        }
    }

    @Test func aRunFolderThatCannotBeWritten() throws {
        try place.makeRun()
        // A file where the folder should be stops every user, also one that no permission stops.
        try FileManager.default.removeItem(atPath: place("run/rules"))
        try place.write("run/rules", "")
        try expectFailure(["extract", "run", "--force"], 73, ["  where:    run/rules", "  found:    "])
    }

    @Test(.enabled(if: geteuid() != 0, "permissions do not stop root"))
    func aReadOnlyRunFolder() throws {
        try place.makeRun()
        chmod(place("run"), 0o555)
        chmod(place("run/rules"), 0o555)
        defer {
            chmod(place("run"), 0o755)
            chmod(place("run/rules"), 0o755)
        }
        try expectFailure(["extract", "run", "--force"], 73, ["run/rules", "permission denied"])
    }
}
