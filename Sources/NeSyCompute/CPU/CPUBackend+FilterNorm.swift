import CMicro

extension CPUBackend {
    public func filterNorms(_ operation: FilterNorm, maps: BufferSlice, norms: BufferSlice) {
        let (filters, positions) = (operation.filters, operation.height * operation.width)
        maps.require(operation.batch * positions * filters, "maps")
        norms.require(operation.batch * filters, "norms")
        if operation.kind == .mean {
            globalAverage(
                batch: operation.batch, positions: positions, channels: filters, input: maps, output: norms)
            return
        }
        let (values, results) = (maps.floats, norms.floats)
        forEachRowRange(operation.batch, width: positions * filters) { range in
            switch operation.kind {
            case .mean: break
            case .frobenius:
                scratch.borrow(Double.self, count: 2 * filters) { sums in
                    for image in range {
                        sums.update(repeating: 0, count: 2 * filters)
                        nesy_column_moments(
                            level, values + image * positions * filters, positions, filters, sums,
                            sums + filters)
                        for filter in 0..<filters {
                            results[image * filters + filter] = Float(sums[filters + filter].squareRoot())
                        }
                    }
                }
            case .spectral:
                withSpectrum(operation) { spectrum in
                    for image in range {
                        for filter in 0..<filters {
                            spectrum.decompose(values + image * positions * filters + filter, step: filters)
                            results[image * filters + filter] = Float(spectrum.largest)
                        }
                    }
                }
            }
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
        let (values, sizes) = (maps.floats, norms.floats)
        let (slopes, target) = (normGradient.floats, mapGradient.floats)
        let add: Int32 = accumulate ? 1 : 0
        if operation.kind == .mean {
            spreadMeans(
                batch: operation.batch, positions: positions, channels: filters, gradient: slopes, into: target,
                accumulate: accumulate)
            return
        }
        forEachRowRange(operation.batch, width: positions * filters) { range in
            switch operation.kind {
            case .mean: break
            case .frobenius:
                scratch.borrow(Float.self, count: filters) { factors in
                    for image in range {
                        for filter in 0..<filters {
                            let size = sizes[image * filters + filter]
                            factors[filter] = size == 0 ? 0 : slopes[image * filters + filter] / size
                        }
                        let first = image * positions * filters
                        nesy_scale_columns(
                            level, factors, values + first, target + first, add, positions, filters)
                    }
                }
            case .spectral:
                withSpectrum(operation) { spectrum in
                    for image in range {
                        for filter in 0..<filters {
                            let first = image * positions * filters + filter
                            spectrum.decompose(values + first, step: filters)
                            spectrum.addGradient(
                                slope: slopes[image * filters + filter], values + first, step: filters,
                                into: target + first, accumulate: accumulate)
                        }
                    }
                }
            }
        }
    }

    private func withSpectrum(_ operation: FilterNorm, _ body: (inout LargestSingularValue) -> Void) {
        let count = LargestSingularValue.scratchCount(height: operation.height, width: operation.width)
        scratch.borrow(Double.self, count: count) { memory in
            var spectrum = LargestSingularValue(height: operation.height, width: operation.width, memory)
            body(&spectrum)
        }
    }
}
