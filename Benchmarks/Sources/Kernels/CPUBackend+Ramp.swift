import NeSy

extension CPUBackend {
    /// Values from -1 to 1.
    func ramp(_ count: Int) throws -> BufferSlice {
        let slice = try makeBuffer(count: count).slice
        upload((0..<count).map { Float($0 * 37 % count) / Float(count) * 2 - 1 }, to: slice)
        return slice
    }
}
