import CMicro

extension CPUBackend {
    /// The weighted sum of cosines of an image of class y is the sum over its filters of the dot product of the map's
    /// direction with `weights[y] x (directions of the vectors)`: one vector a class, whatever the number of concepts.
    public func similarityLoss(
        _ operation: SimilarityLoss, maps: BufferSlice, labels: BufferSlice, vectors: BufferSlice,
        weights: BufferSlice, factor: Float, loss: BufferSlice, mapGradient: BufferSlice, accumulate: Bool
    ) {
        let (batch, positions, filters) = (operation.batch, operation.positions, operation.filters)
        maps.require(batch * positions * filters, "maps")
        labels.require(batch, "labels")
        vectors.require(operation.vectors * positions, "vectors")
        weights.require(operation.classes * operation.vectors, "weights")
        loss.require(1, "loss")
        mapGradient.require(maps.count, "mapGradient")
        let (values, truth, gradient) = (maps.floats, labels.integers, mapGradient.floats)
        let valid = countLabels(truth, batch: batch, classes: operation.classes)
        let scale = Double(factor) * operation.scale(valid: valid)
        scratch.borrow(Double.self, count: operation.classes * positions + batch) { memory in
            let (pulls, totals) = (memory, memory + operation.classes * positions)
            classPulls(operation, vectors.floats, weights.floats, into: pulls)
            forEachRowRange(batch, width: positions * filters) { range in
                scratch.borrow(Double.self, count: 2 * filters) { sums in
                    for image in range {
                        totals[image] = 0
                        let first = image * positions * filters
                        guard truth[image] >= 0 else {
                            if !accumulate {
                                (gradient + first).update(repeating: 0, count: positions * filters)
                            }
                            continue
                        }
                        let pull = pulls + Int(truth[image]) * positions
                        let (products, squares) = (sums, sums + filters)
                        sums.update(repeating: 0, count: 2 * filters)
                        nesy_column_similarities(
                            level, values + first, pull, positions, filters, products, squares)
                        for filter in 0..<filters {
                            // From here on the factors of the pull and of the map itself in the gradient.
                            let norm = squares[filter].squareRoot()
                            let inverse = norm <= Double(SimilarityLoss.smallestNorm) ? 0 : 1 / norm
                            let similarity = products[filter] * inverse
                            totals[image] += similarity
                            products[filter] = scale * inverse
                            squares[filter] = -scale * similarity * inverse * inverse
                        }
                        nesy_column_similarity_gradients(
                            level, values + first, pull, products, squares, gradient + first, accumulate ? 1 : 0,
                            positions, filters)
                    }
                }
            }
            var total = 0.0
            for image in 0..<batch { total += totals[image] }
            loss.floats[0] += Float(scale * total)
        }
    }

    /// `weights x (vectors, each divided by its norm)`: `[classes, positions]`.
    private func classPulls(
        _ o: SimilarityLoss, _ vectors: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
        into pulls: UnsafeMutablePointer<Double>
    ) {
        pulls.update(repeating: 0, count: o.classes * o.positions)
        for index in 0..<o.vectors {
            let vector = vectors + index * o.positions
            var square = 0.0
            for position in 0..<o.positions { square += Double(vector[position]) * Double(vector[position]) }
            let norm = square.squareRoot()
            if norm <= Double(SimilarityLoss.smallestNorm) { continue }
            for label in 0..<o.classes {
                let weight = Double(weights[label * o.vectors + index]) / norm
                let pull = pulls + label * o.positions
                for position in 0..<o.positions { pull[position] += weight * Double(vector[position]) }
            }
        }
    }
}
