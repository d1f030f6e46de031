import NeSyJSON

/// Safetensors files as another program would write them: weights only, without our checksums.
enum WeightsFile {
    /// The weights of one of our checkpoints with their first value replaced.
    static func copy(of checkpoint: [UInt8], firstValue: Float) throws -> [UInt8] {
        let length = checkpoint.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let header = try JSON.parse(checkpoint[8..<8 + length])
        var entries: [JSON.Member] = []
        var data: [UInt8] = []
        for member in header.members ?? [] {
            guard !["__metadata__", "strategy.", "optimizer."].contains(where: member.key.hasPrefix),
                let offsets = member.value["data_offsets"]?.arrayValue?.compactMap(\.intValue)
            else { continue }
            let start = data.count
            data += checkpoint[8 + length + offsets[0]..<8 + length + offsets[1]]
            entries.append(
                JSON.Member(
                    member.key,
                    [
                        "dtype": member.value["dtype"] ?? .null, "shape": member.value["shape"] ?? .null,
                        "data_offsets": [.integer(start), .integer(data.count)],
                    ]))
        }
        data.replaceSubrange(0..<4, with: littleEndian(UInt64(firstValue.bitPattern), bytes: 4))
        let text = Array(JSON.object(entries).text().utf8)
        return littleEndian(UInt64(text.count), bytes: 8) + text + data
    }

    private static func littleEndian(_ value: UInt64, bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
}
