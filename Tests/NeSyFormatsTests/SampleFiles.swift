import Foundation
import NeSyFormats
import NeSyTensor

/// Small files made in code, whole and broken.
enum SampleFiles {
    static func bigEndian(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

    static func littleEndian(_ value: Int, bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// CRC-32 bit by bit: slow, and independent of the one under test.
    static func crc32(_ bytes: [UInt8]) -> Int {
        var sum: UInt32 = ~0
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return Int(~sum)
    }

    /// A zlib stream of one stored block.
    static func zlibStored(_ bytes: [UInt8]) -> [UInt8] {
        var a = 1
        var b = 0
        for byte in bytes {
            a = (a + Int(byte)) % 65521
            b = (b + a) % 65521
        }
        return [0x78, 1, 1] + littleEndian(bytes.count, bytes: 2) + littleEndian(~bytes.count, bytes: 2) + bytes
            + bigEndian(b << 16 | a)
    }

    // MARK: PNG

    static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + body
        return bigEndian(body.count) + named + bigEndian(crc32(named))
    }

    static func pngHeader(_ width: Int, _ height: Int, bits: UInt8, colour: UInt8, interlacing: UInt8 = 0) -> [UInt8] {
        chunk("IHDR", bigEndian(width) + bigEndian(height) + [bits, colour, 0, 0, interlacing])
    }

    static func png(_ chunks: [UInt8]...) -> [UInt8] { pngSignature + chunks.flatMap { $0 } }

    static let pngEnd = chunk("IEND", [])
    static let pngPalette = chunk("PLTE", [10, 20, 30, 40, 50, 60, 70, 80, 90])
    /// The rows of a 4 x 2 image of 2 bits: pixels 0 1 2 0 / 1 1 0 2.
    static let pngData = chunk("IDAT", zlibStored([0, 0b0001_1000, 0, 0b0101_0010]))
    static let palettePNG = png(pngHeader(4, 2, bits: 2, colour: 3), pngPalette, pngData, pngEnd)

    // MARK: JPEG, made by Pillow: 16 x 16

    static let greyJPEG = [UInt8](
        Data(
            base64Encoded: """
                /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKB\
                TmCNl4x9lnN+gXz/wAALCAAQABABAREA/8QAFgABAQEAAAAAAAAAAAAAAAAABQMG/8QAFxAAAwEAAAAAAAAAAAAAAAAAAAMEYf/aAAgB\
                AQAAPwDOomwQRNhZE2CCJsP/2Q==
                """)!)
    static let progressiveJPEG = [UInt8](
        Data(
            base64Encoded: """
                /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKB\
                TmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8\
                fHz/wgARCAAQABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAABAL/xAAVAQEBAAAAAAAAAAAAAAAAAAABA//aAAwDAQACEAMQ\
                AAABCmUXP//EABUQAQEAAAAAAAAAAAAAAAAAAAEA/9oACAEBAAEFAggggv/EABURAQEAAAAAAAAAAAAAAAAAAAAR/9oACAEDAQE/AY//\
                xAAVEQEBAAAAAAAAAAAAAAAAAAADAP/aAAgBAgEBPwFFv//EABQQAQAAAAAAAAAAAAAAAAAAACD/2gAIAQEABj8CH//EABQQAQAAAAAA\
                AAAAAAAAAAAAACD/2gAIAQEAAT8hFV//2gAMAwEAAgADAAAAELP/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAEDAQE/EH//xAAUEQEA\
                AAAAAAAAAAAAAAAAAAAA/9oACAECAQE/EF//xAAWEAEBAQAAAAAAAAAAAAAAAABhABD/2gAIAQEAAT8QPM47/9k=
                """)!)
    static let cmykJPEG = [UInt8](
        Data(
            base64Encoded: """
                /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAUDg8SDw0UEhASFxUUGB4yIR4cHB49LC4kMklATEtHQEZFUFpzYlBVbVZFRmSIZW13e4GCgU5g\
                jZeMfZZzfoF8/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EABQAAQAAAAAAAAAAAAAAAAAAAAb/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oA\
                DgRDAE0AWQBLAAA/AGZmZmb/2Q==
                """)!)

    // MARK: Arrays

    static let array = NumericArray([2, 3], .float32([1, -2, 3.5, 0, 1e-9, 7]))
    static let idx = IDX.encode(NumericArray([2, 2, 1], .uint8([1, 2, 3, 4])))
    static let npy = NPY.encode(array)

    static func npy(header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
        let text = Array(header.utf8)
        return [0x93] + Array("NUMPY".utf8) + [version, 0] + littleEndian(text.count, bytes: version == 1 ? 2 : 4)
            + text
            + data
    }

    static let npz = NPZ.encode(["a": array, "bc": NumericArray([3], .int64([1, 2, 3]))], deflated: true)

    /// All arrays of an archive.
    static func arrays(_ bytes: [UInt8]) throws(NeSyError) -> [String: NumericArray] {
        let archive = try ArrayFile(bytes)
        var arrays: [String: NumericArray] = [:]
        for name in archive.names ?? [] { arrays[name] = try archive.array(name) }
        return arrays
    }

    /// An NPY file of zeros, and a deflated archive of it.
    static let blank = NPY.encode(NumericArray([1000, 30], .uint8([UInt8](repeating: 0, count: 30_000))))
    static let packed = NPZ.encode(
        ["z": NumericArray([1000, 30], .uint8([UInt8](repeating: 0, count: 30_000)))], deflated: true)

    /// Other bytes wherever some stand.
    static func replacing(_ old: [UInt8], by new: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var place = 0
        while place < bytes.count {
            if bytes[place...].starts(with: old) {
                out += new
                place += old.count
            } else {
                out.append(bytes[place])
                place += 1
            }
        }
        return out
    }

    /// A stored zip archive, with any of its numbers wrong.
    static func zip(
        _ members: [(name: String, content: [UInt8])], sizeOff: Int = 0, crcOff: Int = 0, method: Int = 0,
        flags: Int = 0
    ) -> [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for (name, content) in members {
            let common =
                littleEndian(20, bytes: 2) + littleEndian(flags, bytes: 2) + littleEndian(method, bytes: 2)
                + [0, 0, 0x21, 0] + littleEndian(crc32(content) ^ crcOff, bytes: 4)
                + littleEndian(content.count, bytes: 4) + littleEndian(content.count + sizeOff, bytes: 4)
                + littleEndian(name.utf8.count, bytes: 2) + [0, 0]
            directory +=
                [0x50, 0x4B, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 10)
                + littleEndian(out.count, bytes: 4) + Array(name.utf8)
            out += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + content
        }
        let start = out.count
        return out + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + littleEndian(members.count, bytes: 2)
            + littleEndian(members.count, bytes: 2) + littleEndian(directory.count, bytes: 4)
            + littleEndian(start, bytes: 4) + [0, 0]
    }

    static let safeTensors = SafeTensors(
        tensors: ["w": array, "n": NumericArray([2], .int64([5, -5]))], metadata: ["epoch": "3"]
    ).encode()

    static func safeTensors(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
        littleEndian(header.utf8.count, bytes: 8) + Array(header.utf8) + data
    }
}
