/// Zip files as NumPy writes them: members stored or deflated, one disk, no encryption.
enum ZipArchive {
    /// An archive of named contents in the given order, without times: the same bytes every time.
    /// - Precondition: names are distinct, and everything is below 4 GiB.
    static func encode(_ contents: [(name: String, bytes: [UInt8])], deflated: Bool) -> [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        func append<Value: FixedWidthInteger>(_ value: Value, to target: inout [UInt8]) {
            withUnsafeBytes(of: value.littleEndian) { target.append(contentsOf: $0) }
        }
        for (name, bytes) in contents {
            let packed = deflated ? Deflate.deflate(bytes, wrapper: .raw) : bytes
            precondition(out.count + packed.count + bytes.count < 0xFFFF_FFFF, "archives of 4 GiB are not written")
            let start = UInt32(out.count)
            // Version 2.0, flags, method, 1 January 1980, checksum, sizes, lengths of name and extra field.
            var common: [UInt8] = []
            append(UInt16(20), to: &common)
            append(UInt16(0), to: &common)
            append(UInt16(deflated ? 8 : 0), to: &common)
            append(UInt32(0x0021_0000), to: &common)
            append(CRC32.checksum(bytes), to: &common)
            append(UInt32(packed.count), to: &common)
            append(UInt32(bytes.count), to: &common)
            append(UInt16(name.utf8.count), to: &common)
            append(UInt16(0), to: &common)
            out += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + packed
            directory += [0x50, 0x4B, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 10)
            append(start, to: &directory)
            directory += Array(name.utf8)
        }
        let start = UInt32(out.count)
        out += directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
        append(UInt16(contents.count), to: &out)
        append(UInt16(contents.count), to: &out)
        append(UInt32(directory.count), to: &out)
        append(start, to: &out)
        append(UInt16(0), to: &out)
        return out
    }
}
