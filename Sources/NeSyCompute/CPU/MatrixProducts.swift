import CMicro

/// Division of the products of CMicro into parts.
extension CPUBackend {
    /// Below so many multiply-adds a product runs on the calling thread: waking others would take longer.
    private static let parallelWork = 1 << 17
    /// So few rows are multiplied with a strip of columns by each part.
    private static let fewRows = 144

    /// A product whose right factor is packed once for all parts, or by each part where the rows are so few that
    /// every part has all of them.
    func multiply(_ product: nesy_product, rows: Int) {
        let depth = product.left.tapCount * product.left.channels
        let columns = product.columns
        let panels = columns.dividedUp(by: panelWidth)
        let isSmall = rows * depth * columns < CPUBackend.parallelWork
        if rows <= CPUBackend.fewRows {
            // Parts are columns.
            let panelsPerPart = isSmall ? panels : max(2, min(16, panels.dividedUp(by: 8)))
            let parts = panels.dividedUp(by: panelsPerPart)
            run(parts: parts) { part in
                let first = part * panelsPerPart * panelWidth
                let last = min(columns, first + panelsPerPart * panelWidth)
                multiplyPart(product, rows: 0..<rows, columns: first..<last)
            }
            return
        }
        scratch.borrow(Float.self, count: max(1, panels * depth * panelWidth)) { packed in
            let panelsPerPack = max(1, (1 << 15) / max(1, depth * panelWidth))
            withUnsafePointer(to: product) { product in
                run(parts: isSmall ? 1 : panels.dividedUp(by: panelsPerPack)) { part in
                    let first = isSmall ? 0 : part * panelsPerPack
                    let last = isSmall ? panels : min(panels, first + panelsPerPack)
                    nesy_pack(product, first, last, packed)
                }
            }
            var shared = product
            shared.right.packed = UnsafePointer(packed)
            // Multiples of 24 rows are whole tiles of every kernel. A part of a shallow product may have several
            // blocks: the right factor is read but once for all. Each part reads a large right factor from afar: parts
            // are few then.
            let most = depth > depthBlock ? blockHeight : 4 * blockHeight
            let fewest = rows / (depth * columns > 1 << 18 ? 8 : 16)
            let rowsPerPart = isSmall ? rows : min(most, max(24, fewest.dividedUp(by: 24) * 24))
            run(parts: rows.dividedUp(by: rowsPerPart)) { part in
                let first = part * rowsPerPart
                multiplyPart(shared, rows: first..<min(rows, first + rowsPerPart), columns: 0..<columns)
            }
        }
    }

    private func multiplyPart(_ product: nesy_product, rows: Range<Int>, columns: Range<Int>) {
        withUnsafePointer(to: product) { product in
            scratch.borrow(bytes: nesy_multiply_scratch(product, columns.count)) { memory in
                nesy_multiply(
                    product, rows.lowerBound, rows.upperBound, columns.lowerBound, columns.upperBound, memory)
            }
        }
    }

    /// `result[m, n] = sum over rows of left[row, m] * right[row, n]`, written; result rows lie `pitch` apart.
    ///
    /// Long sums are cut into chunks of rows, and their partial results are added in order; the number of chunks
    /// is bounded by the memory for them.
    func multiplyTransposed(
        _ product: nesy_transposed_product, rows: Int, result: UnsafeMutablePointer<Float>, pitch: Int
    ) {
        let results = product.left.tapCount * product.left.channels
        let columns = product.columns
        let size = results * columns
        let isSmall = rows * size < CPUBackend.parallelWork
        let chunks = isSmall ? 1 : max(1, min(16, rows / 1024, (1 << 22) / size))
        let chunkRows = rows.dividedUp(by: chunks).dividedUp(by: depthBlock) * depthBlock
        let chunkCount = rows.dividedUp(by: chunkRows)
        // Each strip packs the right factor for itself.
        let strips = isSmall ? 1 : max(1, min(16 / chunkCount, max(results / 128, min(8, results / 24))))
        let stripHeight = results.dividedUp(by: strips).dividedUp(by: 24) * 24
        let stripCount = results.dividedUp(by: stripHeight)
        withUnsafePointer(to: product) { product in
            scratch.borrow(Float.self, count: max(1, (chunkCount - 1) * size)) { partial in
                run(parts: chunkCount * stripCount) { part in
                    let (chunk, strip) = (part / stripCount, part % stripCount)
                    let first = strip * stripHeight
                    let last = min(results, first + stripHeight)
                    let isDirect = chunk == 0
                    let target = isDirect ? result + first * pitch : partial + (chunk - 1) * size + first * columns
                    scratch.borrow(bytes: nesy_multiply_transposed_scratch(product, last - first)) { memory in
                        nesy_multiply_transposed(
                            product, first, last, chunk * chunkRows, min(rows, (chunk + 1) * chunkRows), target,
                            isDirect ? pitch : columns, memory)
                    }
                }
                guard chunkCount > 1 else { return }
                forEachRowRange(results, width: columns * chunkCount) { range in
                    for row in range {
                        for chunk in 1..<chunkCount {
                            let source = partial + (chunk - 1) * size + row * columns
                            nesy_accumulate(level, source, 1, result + row * pitch, columns)
                        }
                    }
                }
            }
        }
    }

    /// The sums of the columns of `[rows, columns]`, written.
    func sumColumns(
        _ values: UnsafePointer<Float>, rows: Int, columns: Int, into result: UnsafeMutablePointer<Float>
    ) {
        sumInChunks(rows: rows, columns: columns, sums: 1) { range, sums in
            nesy_column_sums(level, values + range.lowerBound * columns, range.count, columns, sums)
        } finish: { sums in
            for column in 0..<columns { result[column] = Float(sums[column]) }
        }
    }

    /// Sums something over rows: `body` adds the sums of a range of rows to `sums * columns` zeros, `finish` gets the
    /// totals. Chunks of rows are fixed by the shape and added in order.
    func sumInChunks(
        rows: Int, columns: Int, sums: Int, _ body: (Range<Int>, UnsafeMutablePointer<Double>) -> Void,
        finish: (UnsafeMutablePointer<Double>) -> Void
    ) {
        let width = columns * sums
        let grain = max(rows.dividedUp(by: 32), max(1, (1 << 14) / columns))
        let chunks = rows.dividedUp(by: grain)
        scratch.borrow(Double.self, count: chunks * width) { partial in
            partial.update(repeating: 0, count: chunks * width)
            pool.run(count: rows, grain: grain) { range in
                body(range, partial + range.lowerBound / grain * width)
            }
            for chunk in 1..<max(1, chunks) {
                for index in 0..<width { partial[index] += partial[chunk * width + index] }
            }
            finish(partial)
        }
    }

    private func run(parts: Int, _ body: (Int) -> Void) { pool.run(parts: parts, body) }
}

private let panelWidth = Int(NESY_PANEL)
private let depthBlock = Int(NESY_DEPTH)
private let blockHeight = Int(NESY_BLOCK)
