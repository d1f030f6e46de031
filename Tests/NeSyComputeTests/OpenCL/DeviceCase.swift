import NeSyTensor

@testable import NeSyCompute

/// A case of the list in one of the ways in which a device carries it out.
struct DeviceCase {
    let testCase: ConformanceCase
    /// Where its slices begin.
    let margin: Int
    /// Other than automatic for convolutions only.
    let convolution: ConvolutionPreference

    /// All ways of all cases, always in the same order.
    static let all: [DeviceCase] = ConformanceCase.all.flatMap { testCase in
        OpenCLConformanceTests.margins.flatMap { margin in
            preferences.compactMap { preference in
                preference == .automatic || testCase.operation == "convolution"
                    ? DeviceCase(testCase: testCase, margin: margin, convolution: preference) : nil
            }
        }
    }

    static let preferences: [ConvolutionPreference] = [.automatic, .winograd2, .fusedWinograd2, .winograd4]

    /// Values that the operation reads.
    var size: Int {
        testCase.inputs.reduce(0) { sum, input in
            switch input.values {
            case .floats(let values): sum + values.count
            case .integers(let values): sum + values.count
            }
        }
    }
}

extension DeviceCase {
    /// What the whole list launches on the device of the tests.
    struct Coverage {
        var kernels: Set<String> = []
        var variants: Set<ProgramCache.Variant> = []
        /// Places in ``DeviceCase/all`` of small cases that together launch all of it.
        var smallest: [Int] = []
    }

    static let coverage = Result { try measureCoverage() }

    private static func measureCoverage() throws -> Coverage {
        var coverage = Coverage()
        for preference in preferences {
            let backend = try open(preference, profiling: true)
            let places = all.indices.filter { all[$0].convolution == preference }
            for place in places.sorted(by: { (all[$0].size, $0) < (all[$1].size, $1) }) {
                try ConformanceRun(all[place].testCase, on: backend, margin: all[place].margin).carryOut()
                let kernels = Set(try backend.takeProfile().map(\.kernel))
                let variants = backend.variants
                if !kernels.isSubset(of: coverage.kernels) || !variants.isSubset(of: coverage.variants) {
                    coverage.smallest.append(place)
                }
                coverage.kernels.formUnion(kernels)
                coverage.variants.formUnion(variants)
            }
        }
        return coverage
    }

    /// A backend for the cases with one preference.
    static func open(_ preference: ConvolutionPreference, profiling: Bool = false) throws -> OpenCLBackend {
        guard let device = TestDevice.device else {
            throw NeSyError(.deviceUnavailable, "There is no OpenCL device.")
        }
        var options = OpenCLOptions()
        options.profiling = profiling
        options.convolution = preference
        return try OpenCLInventory.system.open(device, options: options)
    }
}
