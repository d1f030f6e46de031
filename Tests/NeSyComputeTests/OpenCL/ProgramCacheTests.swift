import NeSyStorage
import NeSyTestSupport
import Testing

@testable import NeSyCompute

/// Programs on disk: the second start compiles nothing, and no state of the folder does harm.
@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct ProgramCacheTests {
    let folder = TemporaryFolder()

    /// Opens a backend, whose self-test is one program, and fills and sums with two more.
    private func work(_ cacheFolder: String?) throws -> (compiled: Int, loaded: Int) {
        let backend = try #require(try TestDevice.makeBackend(cacheFolder: cacheFolder))
        let a = try backend.makeBuffer(count: 5).slice
        let b = try backend.makeBuffer(count: 5).slice
        backend.fill(a, with: 3)
        backend.fill(b, with: 1)
        backend.accumulate(a, times: 2, into: b)
        #expect(try backend.download(b) == [7, 7, 7, 7, 7])
        return (backend.statistics.compiledPrograms, backend.statistics.loadedPrograms)
    }

    private var binaries: [String] {
        get throws { try FileSystem.system.list(folder("kernels")).map { folder("kernels") + "/" + $0 } }
    }

    @Test func theSecondStartCompilesNothing() throws {
        #expect(try work(folder.path) == (3, 0))
        #expect(try binaries.count == 3)
        #expect(try work(folder.path) == (0, 3))
        #expect(try work(nil) == (3, 0))
    }

    /// A driver may crash on a binary that is not its own, so a damaged one must not reach it.
    @Test(arguments: ["flipped", "short", "empty", "foreign", "a folder"]) func aDamagedBinaryIsCompiledAgain(
        damage: String
    ) throws {
        #expect(try work(folder.path) == (3, 0))
        for path in try binaries {
            var bytes = try FileSystem.system.read(path)
            try FileSystem.system.remove(path)
            switch damage {
            case "flipped": bytes[bytes.count / 2] ^= 0x10
            case "short": bytes.removeLast(bytes.count / 3)
            case "empty": bytes = []
            case "foreign": bytes = Array(repeating: 0x5a, count: 3000)
            default:
                try FileSystem.system.makeDirectory(path)
                continue
            }
            try FileSystem.system.write(path, bytes)
        }
        #expect(try work(folder.path) == (3, 0))
        if damage != "a folder" { #expect(try work(folder.path) == (0, 3)) }
    }

    /// Whole and undamaged, but of another driver: the driver refuses it.
    @Test func aBinaryThatTheDriverRefusesIsCompiledAgain() throws {
        #expect(try work(folder.path) == (3, 0))
        for path in try binaries {
            let bytes = Array("not a program of this driver".utf8)
            try FileSystem.system.write(path, Array(SHA256.hex(bytes).utf8) + bytes)
        }
        #expect(try work(folder.path) == (3, 0))
        #expect(try work(folder.path) == (0, 3))
    }

    @Test func aFolderThatCannotBeWrittenIsDoneWithout() throws {
        try FileSystem.system.write(folder("file"), "not a folder")
        #expect(try work(folder("file")) == (3, 0))
        #expect(try work(folder("file")) == (3, 0))
    }
}
