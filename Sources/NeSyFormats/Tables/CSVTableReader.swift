import NeSyTensor

/// The rows of a file, cut into pieces, parsed, and put together by column.
struct CSVTableReader {
    let bytes: [UInt8]
    let header: CSVHeader
    let roles: [CSVRole]

    /// Bytes of a piece. A wide table gets longer pieces, since each piece keeps something for every column.
    private var pieceLength: Int { max(1 << 22, header.end * 64) }

    func read(_ pool: WorkerPool) throws(NeSyError) -> (table: Table, labels: Labels?) {
        let isIgnored = roles.map { $0 == .ignored }
        var results: [Result<CSVColumn, CSVColumn.Failure>?] = roles.map { _ in nil }
        var problem: NeSyError?
        var rowCount = 0
        bytes.withUnsafeBufferPointer { file in
            let borders = borders(file, pool)
            let seed = UInt64.random(in: .min ... .max)
            let pieces = (1..<borders.count).map { _ in
                UnsafeCSVPiece(file: file, delimiter: header.delimiter, isIgnored: isIgnored, seed: seed)
            }
            pool.run(parts: pieces.count) { pieces[$0].parse(borders[$0]..<borders[$0 + 1]) }
            if let failed = pieces.first(where: { $0.failure != nil }), let failure = failed.failure {
                problem = error(failure.kind, at: failure.offset)
                return
            }
            rowCount = pieces.reduce(0) { $0 + $1.rows }
            if rowCount == 0 { return }
            results.withUnsafeMutableBufferPointer { results in
                let target = UnsafeSharedBuffer(results)
                pool.run(parts: roles.count) { column in
                    if roles[column] == .ignored { return }
                    target[column] = CSVColumn.assemble(pieces, column, rowCount, roles[column], header.names[column])
                }
            }
        }
        if let problem { throw problem }
        guard rowCount > 0 else {
            throw .malformed("The table has no rows.", atLine: 2, expected: "a row below the header")
        }
        return try collect(results, rowCount)
    }

    private func collect(
        _ results: [Result<CSVColumn, CSVColumn.Failure>?], _ rowCount: Int
    ) throws(NeSyError) -> (table: Table, labels: Labels?) {
        var columns: [TableColumn] = []
        var labels: Labels?
        var failures: [CSVColumn.Failure] = []
        for result in results {
            switch result {
            case .success(.attribute(let column)): columns.append(column)
            case .success(.labels(let found)): labels = found
            case .failure(let failure): failures.append(failure)
            case nil: break
            }
        }
        if let first = failures.min(by: { $0.offset < $1.offset }) {
            throw .malformed(first.what, atLine: line(of: first.offset), expected: first.expected)
        }
        return (Table(rowCount: rowCount, columns: columns), labels)
    }

    /// The starts of the pieces and the end of the file: each just after a line feed that is not in quotes.
    private func borders(_ file: UnsafeBufferPointer<UInt8>, _ pool: WorkerPool) -> [Int] {
        let length = pieceLength
        let blocks = (file.count - header.end + length - 1) / length
        func block(_ index: Int) -> Range<Int> {
            header.end + index * length..<min(file.count, header.end + (index + 1) * length)
        }
        var quotes = [Int](repeating: 0, count: blocks)
        quotes.withUnsafeMutableBufferPointer { quotes in
            let target = UnsafeSharedBuffer(quotes)
            pool.run(parts: blocks) { index in
                var count = 0
                for byte in UnsafeBufferPointer(rebasing: file[block(index)]) { count &+= byte == 0x22 ? 1 : 0 }
                target[index] = count
            }
        }
        var borders = [header.end]
        var isQuoted = false
        for index in 0..<blocks {
            var inside = isQuoted
            if index > 0 {
                for position in block(index) {
                    if file[position] == 0x22 { inside.toggle() }
                    if file[position] == 0x0A, !inside {
                        if position + 1 < file.count { borders.append(position + 1) }
                        break
                    }
                }
            }
            if quotes[index] & 1 == 1 { isQuoted.toggle() }
        }
        borders.append(file.count)
        return borders
    }

    private func line(of offset: Int) -> Int {
        bytes[..<min(offset, bytes.count)].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    }

    private func error(_ failure: UnsafeCSVPiece.Failure, at offset: Int) -> NeSyError {
        let line = line(of: offset)
        switch failure {
        case .cellCount(let found):
            return .malformed(
                "The row has another number of cells than the header.", atLine: line,
                expected: "\(header.names.count) cells", found: "\(found) cells")
        case .quoteInside:
            return .malformed(
                "A quote inside a cell that does not begin with one.", atLine: line,
                expected: "the whole cell in quotes, and quotes inside it doubled", found: "\"")
        case .textAfterQuote:
            return .malformed(
                "Text after the closing quote of a cell.", atLine: line,
                expected: "the delimiter or the end of the line, or a doubled quote",
                found: hex(bytes[offset..<min(offset + 4, bytes.count)]))
        case .openQuote:
            return .malformed(
                "A quote is never closed.", atLine: line, expected: "a closing quote", found: "the end of the file")
        }
    }
}

/// Memory of which every thread writes its own elements.
struct UnsafeSharedBuffer<Element>: @unchecked Sendable {
    private let base: UnsafeMutablePointer<Element>?

    init(_ buffer: UnsafeMutableBufferPointer<Element>) { base = buffer.baseAddress }

    subscript(index: Int) -> Element {
        get { base![index] }
        nonmutating set { base![index] = newValue }
    }
}
