import NeSyTensor

/// A ``ConformanceCase`` on one device: its inputs there, and the outputs that the operation asked for. It can be
/// carried out again and again, which is what a timing does.
///
/// Every slice lies inside a larger buffer, at an odd place by default, and outputs begin as NaN: what an operation
/// writes beside its outputs, or leaves unwritten, is found.
public final class ConformanceRun {
    public let backend: any ComputeBackend
    private let testCase: ConformanceCase
    private var slots: [String: Slot] = [:]
    private var outputNames: [String] = []

    private struct Slot {
        var buffer: DeviceBuffer
        var slice: BufferSlice
        var content: Content
    }

    private enum Content { case floats, integers, bits }

    /// Elements before and after every slice. Where it is a multiple of four, variants for aligned memory are run.
    private let margin: Int
    private static let guardValue: Float = 1234.5

    /// Makes the inputs.
    public init(
        _ testCase: ConformanceCase, on backend: any ComputeBackend, margin: Int = 13
    ) throws(NeSyError) {
        self.testCase = testCase
        self.margin = margin
        self.backend = backend
        for input in testCase.inputs {
            switch input.values {
            case .floats(let values): backend.upload(values, to: try makeSlot(input.name, values.count))
            case .integers(let values):
                backend.upload(values, to: try makeSlot(input.name, values.count, .integers))
            }
        }
    }

    /// Runs the operation once.
    public func carryOut() throws(NeSyError) { try testCase.body(self) }

    /// What the operation wrote, in the order in which it asked for it.
    /// - Throws: an internal failure when something beside an output was written.
    public func outputs() throws(NeSyError) -> [ConformanceOutput] {
        for (name, slot) in slots {
            let end = slot.slice.offset + slot.slice.count
            let around =
                try backend.download(slot.buffer.slice.slice(offset: 0, count: slot.slice.offset))
                + backend.download(slot.buffer.slice.slice(offset: end, count: slot.buffer.count - end))
            guard around.allSatisfy({ $0 == ConformanceRun.guardValue }) else {
                throw NeSyError(
                    .internalFailure, "An operation wrote beside its memory.",
                    at: "\(testCase), \(name), device \(backend.device)")
            }
        }
        var outputs: [ConformanceOutput] = []
        for name in outputNames {
            guard let slot = slots[name] else { continue }
            outputs.append(
                ConformanceOutput(name: name, values: try values(in: slot), isExact: slot.content != .floats))
        }
        return outputs
    }

    private func values(in slot: Slot) throws(NeSyError) -> [Float] {
        switch slot.content {
        case .floats: return try backend.download(slot.slice)
        case .integers: return try backend.downloadIntegers(slot.slice).map(Float.init)
        case .bits:
            let elements = try backend.downloadIntegers(slot.slice)
            return elements.flatMap { element in (0..<32).map { Float(element >> $0 & 1) } }
        }
    }

    /// An input.
    subscript(name: String) -> BufferSlice {
        guard let slot = slots[name] else { preconditionFailure("\(testCase) has no input \(name)") }
        return slot.slice
    }

    /// An input that some cases do without.
    func optional(_ name: String) -> BufferSlice? { slots[name]?.slice }

    /// An input that the operation changes, and which is therefore an output as well.
    func changed(_ name: String) -> BufferSlice {
        note(name)
        return self[name]
    }

    func output(_ name: String, _ count: Int) throws(NeSyError) -> BufferSlice {
        note(name)
        if let slot = slots[name] { return slot.slice }
        let slice = try makeSlot(name, count)
        backend.fill(slice, with: .nan)
        return slice
    }

    func integerOutput(_ name: String, _ count: Int) throws(NeSyError) -> BufferSlice {
        try wholeOutput(name, count, .integers)
    }

    /// An output of 32 bits an element, which become 32 values of 0 or 1, the lowest bit first.
    func bitOutput(_ name: String, _ count: Int) throws(NeSyError) -> BufferSlice {
        try wholeOutput(name, count, .bits)
    }

    private func wholeOutput(_ name: String, _ count: Int, _ content: Content) throws(NeSyError) -> BufferSlice {
        note(name)
        if let slot = slots[name] { return slot.slice }
        let slice = try makeSlot(name, count, content)
        backend.upload([Int32](repeating: -7, count: count), to: slice)
        return slice
    }

    /// A gradient that can be written or added: both are done, the second onto ones, as output "NAME + 1".
    func gradient(
        _ name: String, _ count: Int, _ body: (_ slice: BufferSlice, _ accumulate: Bool) -> Void
    ) throws(NeSyError) {
        body(try output(name, count), false)
        let sum = try output("\(name) + 1", count)
        backend.fill(sum, with: 1)
        body(sum, true)
    }

    private func note(_ name: String) { if !outputNames.contains(name) { outputNames.append(name) } }

    private func makeSlot(
        _ name: String, _ count: Int, _ content: Content = .floats
    ) throws(NeSyError) -> BufferSlice {
        let buffer = try backend.makeBuffer(count: count + 2 * margin)
        backend.fill(buffer.slice, with: ConformanceRun.guardValue)
        let slice = buffer.slice.slice(offset: margin, count: count)
        slots[name] = Slot(buffer: buffer, slice: slice, content: content)
        return slice
    }
}

/// What a case gave under one name. Integers are exact in Float here, and bits are values of 0 and 1.
public struct ConformanceOutput: Sendable {
    public var name: String
    public var values: [Float]
    /// Whether every device must give the very same values.
    public var isExact: Bool
}
