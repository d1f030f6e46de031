import CMicro

extension nesy_epilogue {
    /// What happens to a result on its way to memory: bias is added, what is there is added, values below zero are
    /// multiplied by the slope.
    init(bias: UnsafePointer<Float>?, accumulate: Bool = false, slope: Float = 1) {
        self.init(bias: bias, accumulate: accumulate ? 1 : 0, slope: slope)
    }

    /// The same for the columns from one on.
    func from(column: Int) -> nesy_epilogue {
        nesy_epilogue(bias: bias.map { $0 + column }, accumulate: accumulate, slope: slope)
    }
}
