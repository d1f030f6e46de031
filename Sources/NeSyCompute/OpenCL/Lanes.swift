/// How many values a work-item handles side by side, `WIDTH` of `common/lanes.cl`.
enum Lanes {
    /// Four where every slice begins at a multiple of four elements, so that vectors are aligned, and the rows, if
    /// there are any, are a multiple of four channels; otherwise one.
    static func width(of slices: BufferSlice?..., channels: [Int] = []) -> Int {
        let isAligned = slices.allSatisfy { ($0?.offset ?? 0) % 4 == 0 } && channels.allSatisfy { $0 % 4 == 0 }
        return isAligned ? 4 : 1
    }
}

extension WorkItems {
    /// One item for every `width` of `count` elements.
    static func lanes(_ count: Int, width: Int) -> WorkItems {
        flat((count + width - 1) / width, group: OpenCLLimits.workGroup)
    }
}
