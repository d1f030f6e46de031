extension OpenCLBackend {
    public func filterNorms(_ operation: FilterNorm, maps: BufferSlice, norms: BufferSlice) {
        let (filters, positions) = (operation.filters, operation.height * operation.width)
        maps.require(operation.batch * positions * filters, "maps")
        norms.require(operation.batch * filters, "norms")
        switch operation.kind {
        case .mean:
            globalAverage(
                batch: operation.batch, positions: positions, channels: filters, input: maps, output: norms)
        case .frobenius:
            let walk = ColumnWalk(
                whole: positions, channels: filters, width: Lanes.width(of: maps, norms, channels: [filters]))
            run(
                "map_norms", in: "reduce/maps.cl", defines: walk.defines, over: walk.groups(chunks: operation.batch),
                .slice(maps), .slice(norms), .count(positions), .count(walk.columns), .count(walk.across))
        case .spectral:
            spectralNorms(operation, maps: maps, norms: norms)
        }
    }

    public func filterNormsBackward(
        _ operation: FilterNorm, maps: BufferSlice, norms: BufferSlice, normGradient: BufferSlice,
        mapGradient: BufferSlice, accumulate: Bool
    ) {
        let (filters, positions) = (operation.filters, operation.height * operation.width)
        maps.require(operation.batch * positions * filters, "maps")
        norms.require(operation.batch * filters, "norms")
        normGradient.require(operation.batch * filters, "normGradient")
        mapGradient.require(maps.count, "mapGradient")
        switch operation.kind {
        case .mean:
            globalAverageBackward(
                batch: operation.batch, positions: positions, channels: filters, outputGradient: normGradient,
                inputGradient: mapGradient, accumulate: accumulate)
        case .frobenius:
            let width = Lanes.width(of: maps, norms, normGradient, mapGradient, channels: [filters])
            run(
                "spread_norms", in: "elementwise/spread.cl", defines: ["WIDTH": width],
                over: .lanes(maps.count, width: width), .slice(maps), .slice(norms), .slice(normGradient),
                .slice(mapGradient), .flag(accumulate), .count(maps.count / width), .count(filters / width),
                .count(positions))
        case .spectral:
            spectralNorms(
                operation, maps: maps, normGradient: normGradient, mapGradient: mapGradient, accumulate: accumulate)
        }
    }

    /// The forward pass where `norms` are wanted, the backward pass where the gradient of the maps is.
    private func spectralNorms(
        _ operation: FilterNorm, maps: BufferSlice, norms: BufferSlice? = nil, normGradient: BufferSlice? = nil,
        mapGradient: BufferSlice? = nil, accumulate: Bool = false
    ) {
        let spectrum = Spectrum(operation)
        let matrices = spectrum.memory(of: self)
        for first in stride(from: 0, to: spectrum.maps, by: spectrum.mapsOfLaunch) {
            run(
                "spectral_norms", in: "reduce/spectral_norm.cl", defines: spectrum.defines,
                over: spectrum.items(from: first), .slice(maps), .optional(norms), .optional(normGradient),
                .optional(mapGradient), .optional(matrices), .flag(accumulate), .count(first),
                .count(operation.filters), .count(spectrum.order), .count(spectrum.length),
                .count(spectrum.orderStep), .count(spectrum.lengthStep))
        }
    }
}

/// How `reduce/spectral_norm.cl` sees the maps of a ``FilterNorm``: matrices with the shorter side first.
private struct Spectrum {
    /// Items of a group.
    private static let group = 64
    /// Orders of Gram matrices that fit into local memory, two of them each, are rounded up to one of these.
    private static let limits = [16, 32, 60]
    /// Maps of one launch when matrices are in scratch memory, where each needs its own.
    private static let mapsInScratch = 128

    let maps: Int
    let order: Int
    let length: Int
    /// Elements between neighbours along both sides.
    let orderStep: Int
    let lengthStep: Int
    /// The largest order of a matrix in local memory; 0 for matrices in scratch memory.
    private let limit: Int

    init(_ operation: FilterNorm) {
        maps = operation.batch * operation.filters
        let (row, column) = (operation.width * operation.filters, operation.filters)
        let isWide = operation.height <= operation.width
        order = min(operation.height, operation.width)
        length = max(operation.height, operation.width)
        (orderStep, lengthStep) = isWide ? (row, column) : (column, row)
        limit = Spectrum.limits.first { [order] in order <= $0 } ?? 0
    }

    var defines: KernelDefines { ["LIMIT": limit] }

    var mapsOfLaunch: Int { limit > 0 ? maps : min(maps, Spectrum.mapsInScratch) }

    /// A group for each map of a launch.
    func items(from first: Int) -> WorkItems {
        .groups(min(mapsOfLaunch, maps - first), of: (Spectrum.group, 1, 1))
    }

    /// Two matrices for every map of a launch, when local memory does not hold them.
    func memory(of backend: OpenCLBackend) -> BufferSlice? {
        limit > 0 ? nil : backend.scratch(mapsOfLaunch * 2 * order * order)[0]
    }
}
