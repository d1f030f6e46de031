/// A kernel whose speed depends on values that suit one device better than another.
///
/// It is declared beside the code that launches it and listed in ``all``; `nesy tune` measures its candidates on the
/// present device. A kernel that wants other values for other shapes is declared once for each kind of shape.
struct TunableKernel: Sendable {
    /// What it is called in stored tunings: the file, and the kind of shape where there are several. What is no file
    /// chooses between kernels, and its values are no defines.
    let name: String
    /// Values that are valid together. The first are the defaults.
    let candidates: [KernelDefines]
    /// What is timed to choose among them. All of it must launch the kernel.
    let cases: @Sendable () -> [TimingCase]

    init(_ name: String, candidates: [KernelDefines], cases: @escaping @Sendable () -> [TimingCase]) {
        precondition(!candidates.isEmpty, "\(name) has no candidates")
        self.name = name
        self.candidates = candidates
        self.cases = cases
    }
}

extension TunableKernel {
    /// Every kernel that `nesy tune` searches.
    static let all: [TunableKernel] = [bitProduct, convolutionMethod] + ProductKernel.tunable
}
