import NeSyTensor

extension OpenCLBackend {
    /// Makes a device ready and sees whether it computes rightly.
    /// - Throws: a device error when it cannot be had, or fails the self-test.
    static func open(
        _ device: OpenCLDevice, driver: OpenCLDriver, options: OpenCLOptions
    ) throws(NeSyError) -> OpenCLBackend {
        guard device.largestWorkGroup >= OpenCLLimits.workGroup, device.localMemory >= OpenCLLimits.localMemory else {
            throw NeSyError(
                .deviceUnavailable, "The device cannot run our kernels.", at: device.name,
                expected: "work-groups of \(OpenCLLimits.workGroup) items and \(OpenCLLimits.localMemory) bytes",
                found: "work-groups of \(device.largestWorkGroup) items and \(device.localMemory) bytes",
                remedy: "Compute on another device with --device.")
        }
        let backend = try OpenCLBackend(
            device, driver: driver, options: options,
            precision: PrecisionChoice(on: device, driver: driver, options: options))
        try backend.selfTest()
        try backend.overrideCLBlastParameters()
        return backend
    }

    /// One kernel whose results are known: arithmetic, local memory, a barrier, integers.
    private func selfTest() throws(NeSyError) {
        let count = 1000
        let group = 64
        let values = (0..<count).map { Float($0) * 0.25 - 100 }
        let input = try makeBuffer(count: count).slice
        let output = try makeBuffer(count: count).slice
        let bits = try makeBuffer(count: count).slice
        upload(values, to: input)
        run(
            "self_test", in: "common/self_test.cl", over: .flat(count, group: group), .slice(input), .slice(output),
            .slice(bits), .count(count))
        let found = try download(output)
        let counts = try downloadIntegers(bits)
        for index in 0..<count {
            let mirrored = index / group * group + group - 1 - index % group
            let expected = 3 * (mirrored < count ? values[mirrored] : 0) + 1
            let expectedBits = Int32((UInt32(index) &* 2_654_435_761).nonzeroBitCount)
            guard found[index] == expected, counts[index] == expectedBits else {
                throw NeSyError(
                    .deviceUnavailable, "The device fails the self-test.", at: information.name,
                    expected: "\(expected) and \(expectedBits) at \(index)",
                    found: "\(found[index]) and \(counts[index])", remedy: "Its driver is not to be trusted.")
            }
        }
    }
}
