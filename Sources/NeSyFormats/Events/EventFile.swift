import NeSyTensor

/// The scalars and images of a run as a TensorBoard event file: records of a protocol buffer `Event` between masked
/// CRC-32C checksums.
public struct EventFile: Sendable {
    /// Whole records that have not been taken; at first the one that begins a file.
    public private(set) var bytes: [UInt8] = []

    /// - Parameter time: seconds since 1970.
    public init(time: Double) {
        append(event(time: time, step: 0) + EventFile.field(3, Array("brain.Event:2".utf8)))
    }

    /// What the names of event files begin with; TensorBoard looks for it.
    public static let namePrefix = "events.out.tfevents."

    public static func name(time: Int, host: String) -> String { "\(namePrefix)\(time).\(host)" }

    /// Hands out the records so far, to be added to the file; the next ones follow them.
    public mutating func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// Adds the value of a scalar at a step.
    public mutating func add(_ tag: String, _ value: Float, step: Int, time: Double) {
        // simple_value (2, fixed 32 bits)
        add(tag, [2 << 3 | 5] + EventFile.raw(value.bitPattern), step, time)
    }

    /// Adds a picture at a step.
    /// - Throws: what encoding it as PNG throws.
    public mutating func add(_ tag: String, _ image: RasterImage, step: Int, time: Double) throws(NeSyError) {
        // image (4): height (1), width (2), colorspace (3, the number of channels), encoded_image_string (4)
        let content =
            EventFile.field(1, image.height) + EventFile.field(2, image.width) + EventFile.field(3, image.channels)
            + EventFile.field(4, try PNG.encode(image))
        add(tag, EventFile.field(4, content), step, time)
    }

    /// Event.summary (5) holds Summary.value (1) with tag (1) and one of several kinds of value.
    private mutating func add(_ tag: String, _ value: [UInt8], _ step: Int, _ time: Double) {
        let summary = EventFile.field(1, EventFile.field(1, Array(tag.utf8)) + value)
        append(event(time: time, step: step) + EventFile.field(5, summary))
    }

    /// Event.wall_time (1, fixed 64 bits) and Event.step (2).
    private func event(time: Double, step: Int) -> [UInt8] {
        [1 << 3 | 1] + EventFile.raw(time.bitPattern) + [2 << 3] + EventFile.variable(UInt64(bitPattern: Int64(step)))
    }

    private mutating func append(_ payload: [UInt8]) {
        let length = EventFile.raw(UInt64(payload.count))
        bytes += length + EventFile.raw(EventFile.masked(length)) + payload + EventFile.raw(EventFile.masked(payload))
    }

    private static func masked(_ bytes: [UInt8]) -> UInt32 {
        let sum = CRC32C.checksum(bytes)
        return (sum >> 15 | sum << 17) &+ 0xA282_EAD8
    }

    private static func raw<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    private static func variable(_ value: UInt64) -> [UInt8] {
        var out: [UInt8] = []
        var rest = value
        while rest > 127 {
            out.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        return out + [UInt8(rest)]
    }

    private static func field(_ number: UInt8, _ value: Int) -> [UInt8] {
        [number << 3] + variable(UInt64(bitPattern: Int64(value)))
    }

    private static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        [number << 3 | 2] + variable(UInt64(content.count)) + content
    }
}
