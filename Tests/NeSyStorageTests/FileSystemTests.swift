import Foundation
import NeSyStorage
import NeSyTestSupport
import Synchronization
import Testing

@Suite struct FileSystemTests {
    @Test(arguments: [0, 1, 65_535, 65_536, 200_000]) func whatIsWrittenIsRead(_ count: Int) throws {
        let folder = TemporaryFolder()
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try FileSystem.system.write(folder("a"), bytes)
        #expect(try FileSystem.system.read(folder("a")) == bytes)
        #expect(try FileSystem.system.read(folder("a"), limit: count) == bytes)
        #expect(try FileSystem.system.inspect(folder("a")) == .file(size: count))
        #expect(try FileSystem.system.list(folder.path) == ["a"])
    }

    @Test func aFileBeyondTheLimitIsRefused() throws {
        let folder = TemporaryFolder()
        try FileSystem.system.write(folder("a"), [1, 2, 3])
        #expect(throws: StorageError(.read, folder("a"), .tooLarge(limit: 2))) {
            try FileSystem.system.read(folder("a"), limit: 2)
        }
    }

    @Test func aPipeIsReadToItsEndAndWithinTheLimit() throws {
        let folder = TemporaryFolder()
        for limit in [150_000, 149_999] {
            #expect(mkfifo(folder("pipe\(limit)"), 0o600) == 0)
            let path = folder("pipe\(limit)")
            let writer = Process()
            writer.executableURL = URL(fileURLWithPath: "/bin/sh")
            writer.arguments = ["-c", "trap '' PIPE; head -c 150000 /dev/zero > \(path) 2>/dev/null"]
            try writer.run()
            if limit == 150_000 {
                #expect(try FileSystem.system.read(path, limit: limit).count == 150_000)
            } else {
                #expect(throws: StorageError(.read, path, .tooLarge(limit: limit))) {
                    try FileSystem.system.read(path, limit: limit)
                }
            }
            writer.waitUntilExit()
        }
    }

    @Test func absentFilesAndFoldersInTheWaySayWhy() throws {
        let folder = TemporaryFolder()
        #expect(try FileSystem.system.inspect(folder("none")) == nil)
        #expect(throws: StorageError(.open, folder("none"), .notFound)) { try FileSystem.system.read(folder("none")) }
        #expect(throws: StorageError(.read, folder.path, .isDirectory)) { try FileSystem.system.read(folder.path) }
        #expect(throws: StorageError(.create, folder("a/b"), .notFound)) {
            try FileSystem.system.write(folder("a/b"), "x")
        }
        try FileSystem.system.write(folder("file"), "x")
        #expect(throws: StorageError.self) { try FileSystem.system.makeDirectory(folder("file/below")) }
        try FileSystem.system.remove(folder("none"))
    }

    @Test func foldersAreMadeWithThoseAbove() throws {
        let folder = TemporaryFolder()
        try FileSystem.system.makeDirectory(folder("a/b//c"))
        try FileSystem.system.makeDirectory(folder("a/b/c"))
        #expect(try FileSystem.system.inspect(folder("a/b/c")) == .directory)
    }

    /// Those of processes that are gone; not ours, nor those of the process that started us.
    @Test func leftoversAreSweptAndNothingElse() throws {
        let folder = TemporaryFolder()
        let ended = Process()
        ended.executableURL = URL(fileURLWithPath: "/bin/true")
        try ended.run()
        ended.waitUntilExit()
        let living = [getpid(), getppid()].map { FileSystem.temporaryPrefix + "\($0)-file" }
        let kept = ["kept", FileSystem.temporaryPrefix, FileSystem.temporaryPrefix + "x-file"] + living
        for name in kept + [FileSystem.temporaryPrefix + "\(ended.processIdentifier)-gone"] {
            #expect(FileManager.default.createFile(atPath: folder(name), contents: Data([1])))
        }
        try FileSystem.system.sweep(folder.path)
        #expect(Set(try FileSystem.system.list(folder.path)) == Set(kept))
    }

    /// The n-th operation fails, for every n: the old file stays whole, nothing is left over.
    @Test func aFailureAtAnyStepLeavesTheOldFile() throws {
        let folder = TemporaryFolder()
        let path = folder("file")
        try FileSystem.system.write(path, "old")
        var steps = 0
        for failing in 0..<20 {
            let count = Counter()
            let files = FileSystem { operation, path throws(StorageError) in
                if count.next() == failing { throw StorageError(operation, path, .diskFull) }
            }
            do {
                try files.write(path, "new")
                #expect(try FileSystem.system.read(path) == Array("new".utf8))
                break
            } catch {
                steps += 1
                #expect(error.reason == .diskFull)
                #expect(try FileSystem.system.read(path) == Array("old".utf8))
                #expect(try FileSystem.system.list(folder.path) == ["file"])
            }
        }
        #expect(steps == 5, "create, write, sync, close, rename")
    }

    /// What was there stays, whichever operation fails.
    @Test(arguments: [[1, 2], nil] as [[UInt8]?])
    func bytesAreAppendedWholeOrNotAtAll(_ old: [UInt8]?) throws {
        let folder = TemporaryFolder()
        let path = folder("log")
        if let old { try FileSystem.system.append(path, old) }
        var steps = 0
        for failing in 0..<20 {
            let count = Counter()
            let files = FileSystem { operation, path throws(StorageError) in
                if count.next() == failing { throw StorageError(operation, path, .diskFull) }
            }
            do {
                try files.append(path, [3])
                break
            } catch {
                steps += 1
                #expect(error.reason == .diskFull)
                #expect(try FileSystem.system.inspect(path) == old.map { .file(size: $0.count) })
            }
        }
        #expect(steps == 4, "create, write, sync, close")
        #expect(try FileSystem.system.read(path) == (old ?? []) + [3])
        #expect(throws: StorageError(.create, folder("none/log"), .notFound)) {
            try FileSystem.system.append(folder("none/log"), [1])
        }
    }

    @Test func failuresDoNotUseUpDescriptors() throws {
        let folder = TemporaryFolder()
        let files = FileSystem { operation, path throws(StorageError) in
            if operation == .close { throw StorageError(operation, path, .diskFull) }
        }
        let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        for _ in 0..<300 { #expect(throws: StorageError.self) { try files.write(folder("file"), "x") } }
        // Tests beside this one open files too, though never so many.
        #expect(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count < before + 200)
    }

    private final class Counter: Sendable {
        private let value = Mutex(0)

        func next() -> Int {
            value.withLock { count in
                count += 1
                return count - 1
            }
        }
    }
}
