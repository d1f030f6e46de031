/// Safetensors files as another program would write them, without our checksums.
enum WeightsFile {
    /// One tensor of the `tiny` network, of the wrong length but for its first values.
    static func tinyBias(_ values: [Float]) -> [UInt8] {
        let header = "{\"bn1.bias\":{\"dtype\":\"F32\",\"shape\":[\(values.count)],\"data_offsets\":[0,\(4 * values.count)]}}"
        let length = UInt64(header.utf8.count)
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) } + Array(header.utf8)
            + values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) } }
    }
}
