import CMicro

extension CPUBackend {
    public func eliteLoss(
        _ operation: EliteLoss, maps: BufferSlice, labels: BufferSlice, penalties: BufferSlice, factor: Float,
        loss: BufferSlice, mapGradient: BufferSlice, accumulate: Bool
    ) {
        let (positions, filters) = (operation.positions, operation.filters)
        maps.require(operation.batch * positions * filters, "maps")
        labels.require(operation.batch, "labels")
        penalties.require(operation.classes * filters, "penalties")
        loss.require(1, "loss")
        mapGradient.require(maps.count, "mapGradient")
        let (values, truth, gradient) = (maps.floats, labels.integers, mapGradient.floats)
        let penalty = penalties.floats
        _ = countLabels(truth, batch: operation.batch, classes: operation.classes)
        scratch.borrow(Double.self, count: operation.batch) { totals in
            forEachRowRange(operation.batch, width: positions * filters) { range in
                scratch.borrow(Double.self, count: filters) { sums in
                    scratch.borrow(Float.self, count: filters) { slopes in
                        for row in range {
                            totals[row] = 0
                            slopes.update(repeating: 0, count: filters)
                            if truth[row] >= 0 {
                                let factors = penalty + Int(truth[row]) * filters
                                sums.update(repeating: 0, count: filters)
                                nesy_column_sums(
                                    level, values + row * positions * filters, positions, filters, sums)
                                for filter in 0..<filters {
                                    totals[row] += Double(factors[filter]) * sums[filter] / Double(positions)
                                    slopes[filter] = factor * factors[filter] / Float(positions)
                                }
                            }
                            nesy_spread(
                                level, slopes, gradient + row * positions * filters, accumulate ? 1 : 0,
                                positions, filters)
                        }
                    }
                }
            }
            var total = 0.0
            for row in 0..<operation.batch { total += totals[row] }
            loss.floats[0] += Float(Double(factor) * total)
        }
    }
}
