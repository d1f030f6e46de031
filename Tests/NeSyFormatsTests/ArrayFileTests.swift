import Foundation
import NeSyFormats
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Synchronization
import Testing

@Suite struct ArrayFileTests {
    let folder = TemporaryFolder()

    private func file(_ bytes: [UInt8], _ name: String = "a.npz") throws -> ArrayFile {
        try FileSystem.system.encode(bytes, to: folder(name))
        return try ArrayFile(folder(name))
    }

    private static let matrices: [NumericArray] = [
        NumericArray([5, 3], .float32((0..<15).map { Float($0) / 7 })),
        NumericArray([5, 3], .float64((0..<15).map { Double($0) / 8 })),
        NumericArray([5, 3], .uint8((0..<15).map { UInt8($0) })),
        NumericArray([2, 3], .bool([true, false, true, true, true, false])),
        NumericArray([0, 3], .float32([])), NumericArray([4, 0], .float32([])),
    ]

    @Test(arguments: matrices, [false, true])
    func rowsComeInPortions(matrix: NumericArray, deflated: Bool) throws {
        let other = NumericArray([3], .int32([1, 2, 3]))
        let archive = try file(NPZ.encode(["m": matrix, "z": other], deflated: deflated))
        #expect(archive.names == ["m", "z"])
        var reader = try archive.matrix("m")
        #expect(reader.rows == matrix.shape[0] && reader.columns == matrix.shape[1])
        var values: [Float] = []
        for _ in 0..<4 { values += try reader.next(2) }
        #expect(values == matrix.floats)
        let plain = try file(NPY.encode(matrix), "a.npy")
        var whole = try plain.matrix(nil)
        #expect(plain.names == nil)
        #expect(try whole.next(100) == matrix.floats)
    }

    @Test func damageIsFound() throws {
        let matrix = NumericArray([64, 50], .float32((0..<3200).map { Float($0 * 7919 % 1009) }))
        for deflated in [false, true] {
            let bytes = NPZ.encode(["m": matrix], deflated: deflated)
            // Behind the header of the member, and before its end.
            for place in stride(from: 400, to: bytes.count - 200, by: 997) {
                var broken = bytes
                broken[place] ^= 0x10
                let archive = try file(broken)
                let error = #expect(throws: NeSyError.self, "byte \(place)") {
                    var reader = try archive.matrix("m")
                    while try !reader.next(10).isEmpty {}
                }
                #expect(error?.kind == .badData)
            }
        }
    }

    @Test func filesThatAreCutOffAreRefused() throws {
        let matrix = NumericArray([6, 5], .float32((0..<30).map { Float($0) }))
        for bytes in [NPZ.encode(["m": matrix]), NPZ.encode(["m": matrix], deflated: true), NPY.encode(matrix)] {
            for length in 0..<bytes.count {
                #expect(throws: NeSyError.self, "\(length) bytes") {
                    let array = try file(Array(bytes.prefix(length)))
                    var reader = try array.matrix(array.names?.first)
                    while try !reader.next(4).isEmpty {}
                }
            }
        }
    }

    @Test func whatIsNoMatrixIsRefused() throws {
        for (array, words) in [
            (
                SampleFiles.npy(
                    header: "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }",
                    [UInt8](repeating: 0, count: 16)), "column by column"
            ),
            (
                SampleFiles.npy(
                    header: "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }",
                    [UInt8](repeating: 0, count: 16)), "no matrix"
            ),
            (
                SampleFiles.npy(
                    header: "{'descr': '<U1', 'fortran_order': False, 'shape': (2, 2), }",
                    [UInt8](repeating: 0, count: 16)), "element type"
            ),
            (
                SampleFiles.npy(
                    header: "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", []),
                "length of the data"
            ),
        ] {
            let error = #expect(throws: NeSyError.self) { _ = try file(array).matrix(nil) }
            #expect(error?.what.contains(words) == true, "\(error?.what ?? "")")
        }
        #expect(#expect(throws: NeSyError.self) { _ = try file(SampleFiles.npz).matrix("nothing") }?.found != nil)
        #expect(
            #expect(throws: NeSyError.self) { _ = try file(Array("text".utf8)) }?.expected == "an .npy or .npz file")
        #expect(#expect(throws: NeSyError.self) { _ = try ArrayFile(folder.path) }?.kind == .missingInput)
    }

    /// A member that claims to expand to more than its bytes can hold takes no memory.
    @Test func aBombIsRefused() throws {
        let bytes = NPZ.encode(
            ["m": NumericArray([1 << 20, 16], .uint8([UInt8](repeating: 0, count: 1 << 24)))], deflated: true)
        var reader = try file(bytes).matrix("m")
        #expect(try reader.next(2) == [Float](repeating: 0, count: 32))
        #expect(throws: NeSyError.self) { _ = try file(bytes).texts("m", count: 1 << 20) }
        // Sixteen million empty strings, where three are wanted: nothing is expanded but their head.
        let strings = SampleFiles.npy(
            header: "{'descr': '|S1', 'fortran_order': False, 'shape': (16000000,), }",
            [UInt8](repeating: 0, count: 16_000_000))
        let error = #expect(throws: NeSyError.self) { _ = try ArrayFile(strings).texts(nil, count: 3) }
        #expect(error?.expected == "3 names" && error?.found == "16000000")
    }

    /// What is not asked for may be damaged, or of a type that is not read.
    @Test func onlyWhatIsAskedForIsRead() throws {
        let object = SampleFiles.npy(header: "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", [0x80])
        let archive = try file(SampleFiles.zip([("a.npy", object), ("b.npy", SampleFiles.npy), ("c.npy", [])]))
        #expect(archive.names == ["a", "b", "c"])
        #expect(try archive.array("b") == SampleFiles.array)
        let error = #expect(throws: NeSyError.self) { _ = try archive.array("a") }
        #expect(error?.what.contains("element type") == true)
        #expect(error?.location == "\(folder("a.npz")), array \"a\", byte 8")
    }

    /// Once, whoever finds the fault.
    @Test func errorsNameTheFileOnce() throws {
        let path = folder("a.npz")
        _ = try file(SampleFiles.npz)
        let count = Mutex(0)
        for limit in 0..<6 {
            let files = FileSystem { operation, path throws(StorageError) in
                let number = count.withLock { number in
                    if operation == .read { number += 1 }
                    return number
                }
                if number > limit { throw StorageError(operation, path, .system(errno: 5)) }
            }
            count.withLock { $0 = 0 }
            do throws(NeSyError) {
                _ = try ArrayFile(path, files: files).array("a")
                #expect(limit > 2)
            } catch {
                #expect(error.location?.hasPrefix(path) == true)
                #expect(error.location?.components(separatedBy: path).count == 2, "\(error)")
            }
        }
    }

    @Test func unsignedIntegersAreWidened() throws {
        func read(_ descr: String, _ bytes: [UInt8]) throws -> NumericArray {
            try NPY.decode(
                SampleFiles.npy(header: "{'descr': '\(descr)', 'fortran_order': False, 'shape': (2,), }", bytes))
        }
        #expect(try read("<u2", [255, 255, 1, 0]) == NumericArray([2], .int32([65535, 1])))
        #expect(try read(">u4", [255, 255, 255, 255, 0, 0, 0, 1]) == NumericArray([2], .int64([4_294_967_295, 1])))
        let most = [UInt8](repeating: 255, count: 7)
        #expect(try read("<u8", most + [127, 1] + [UInt8](repeating: 0, count: 7)).integers == [.max, 1])
        let error = #expect(throws: NeSyError.self) { try read("<u8", [UInt8](repeating: 0, count: 15) + [128]) }
        #expect(error?.found == "9223372036854775808")
    }

    @Test func stringsAreRead() throws {
        func texts(_ descr: String, _ shape: String, _ bytes: [UInt8]) throws -> [String] {
            let header = "{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape), }"
            let count = shape.split { !$0.isNumber }.first.flatMap { Int($0) } ?? 0
            return try ArrayFile(SampleFiles.npy(header: header, bytes)).texts(nil, count: count)
        }
        let wide =
            "bed".unicodeScalars.flatMap { SampleFiles.littleEndian(Int($0.value), bytes: 4) }
            + "é".unicodeScalars.flatMap { SampleFiles.littleEndian(Int($0.value), bytes: 4) }
            + [UInt8](repeating: 0, count: 8)
        #expect(try texts("<U3", "(2,)", wide) == ["bed", "é"])
        #expect(try texts(">U1", "(1,)", [0, 1, 0xF4, 0]) == ["\u{1F400}"])
        #expect(try texts("|S4", "(3,)", Array("tub\0bath\0\0\0\0".utf8)) == ["tub", "bath", ""])
        for (descr, shape, bytes) in [
            ("<U1", "(1,)", [0, 0xD8, 0, 0]), ("|S2", "(1,)", [0xFF, 0xFE]), ("<U1", "(2,)", [65, 0, 0, 0]),
            ("<f4", "(1,)", [0, 0, 0, 0]), ("|O", "(1,)", [0, 0]), ("<U1", "(1, 1)", [65, 0, 0, 0]),
            ("<U0", "(1000000000000,)", []), ("<U1", "(1,)", [65, 0, 0, 0, 0]),
        ] as [(String, String, [UInt8])] {
            #expect(throws: NeSyError.self, "\(descr) \(shape)") { _ = try texts(descr, shape, bytes) }
        }
    }
}
