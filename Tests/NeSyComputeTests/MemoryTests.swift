import NeSyCompute
import NeSyTensor
import Testing

@Suite struct MemoryTests {
    let backend = CPUBackend()

    @Test func buffersBeginAsZerosAndKeepWhatIsUploaded() throws {
        let buffer = try backend.makeBuffer(count: 7)
        #expect(backend.download(buffer.slice) == [Float](repeating: 0, count: 7))
        backend.upload([1, 2, 3] as [Float], to: buffer.slice.slice(offset: 2, count: 3))
        #expect(backend.download(buffer.slice) == [0, 0, 1, 2, 3, 0, 0])
        backend.upload([-1, Int32.max] as [Int32], to: buffer.slice.slice(offset: 5, count: 2))
        #expect(backend.downloadIntegers(buffer.slice.slice(offset: 5, count: 2)) == [-1, .max])
        let empty = try backend.makeBuffer(count: 0)
        #expect(backend.download(empty.slice).isEmpty)
    }

    @Test(arguments: [1 << 46, 1 << 61, Int.max]) func tooMuchMemoryIsAnErrorThatNamesTheAmount(count: Int) {
        #expect {
            try backend.makeBuffer(count: count)
        } throws: { error in
            guard let error = error as? NeSyError else { return false }
            return error.kind == .deviceUnavailable && error.expected?.contains("\(count) values") == true
        }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity], [0, 8, 1030])
    func nonFiniteValuesAreFoundAnywhere(value: Float, index: Int) throws {
        var values = randomValues(1031, stream: 5)
        let slice = try backend.buffer(values)
        #expect(!backend.containsNonFinite(slice))
        values[index] = value
        backend.upload(values, to: slice)
        #expect(backend.containsNonFinite(slice))
        #expect(!backend.containsNonFinite(slice.slice(offset: index + 1, count: 1030 - index)))
    }
}
