import Foundation
import Testing

/// Texts that are compared with a file beside the tests; `NESY_UPDATE_SNAPSHOTS=1` rewrites the files.
enum Snapshot {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Snapshots")

    static func expect(_ text: String, _ name: String) throws {
        let file = folder.appendingPathComponent(name + ".txt")
        if ProcessInfo.processInfo.environment["NESY_UPDATE_SNAPSHOTS"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        let stored = try String(contentsOf: file, encoding: .utf8)
        #expect(text == stored, "the text differs from Snapshots/\(name).txt")
    }
}
