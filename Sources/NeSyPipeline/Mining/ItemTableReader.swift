import NeSyFormats
import NeSyStorage
import NeSyTensor

/// Reads a table as items: CSV, NPY, NPZ, or sparse rows (`.dat`).
///
/// - A column of a CSV file is an item of its name. Columns of 0 and 1 are taken as they are; a column of numbers is
///   set where it is above the threshold. A table of one column that holds words, or whole numbers other than 0 and 1,
///   holds classes: an item for each, set in its rows. An empty cell, `?` and a negative number are no class.
/// - A two-dimensional array has the rows of the data by items, named after the file or the array: `fc7_12`. A
///   one-dimensional array of integers holds classes; a negative number is none.
/// - In sparse rows the items are numbers, and a row lists those that are set. They are named after the file too:
///   `shop_12`.
///
/// Two files of the same name give their items `heads_` and `tails_` before it.
///
/// `table.csv:label` takes one column of a table (several with commas between), `layers.npz:fc7` one array of an
/// archive.
public struct ItemTableReader: Sendable {
    public var threshold = ItemThreshold.above(0)
    public var budget = MemoryBudget.machine
    public var files = FileSystem.system

    public init() {}

    /// A file, and the part of it that is asked for.
    public struct Input: Sendable, Hashable {
        public var path: String
        public var part: String?

        public init(path: String, part: String? = nil) {
            self.path = path
            self.part = part
        }

        var parts: [String] { part?.split(separator: ",").map(String.init) ?? [] }

        /// What numbered items are called after; nil for a file that names its items itself.
        var numbered: String? {
            let endings = [".npy", ".dat", ".dat.gz", ".npz"]
            return endings.contains { path.hasSuffix($0) } ? part ?? stem : nil
        }

        /// What the file is called, without folder and endings.
        public var stem: String {
            var name = path.split(separator: "/").last.map(String.init) ?? path
            for ending in [".gz", ".csv", ".tsv", ".txt", ".npy", ".npz", ".dat"] where name.hasSuffix(ending) {
                if name.count > ending.count { name.removeLast(ending.count) }
            }
            return name
        }
    }

    /// - Parameter heads: the table of the other side. Columns that it takes from the same file are left out here.
    /// - Throws: `.missingInput` when there is no such file; bad data when it cannot be read as items, has no rows, or
    ///   takes more memory than there is.
    public func read(_ name: String, besides heads: String? = nil, pool: WorkerPool) throws(NeSyError) -> LayerItems {
        try read(name, besides: heads, qualifier: "", pool: pool)
    }

    /// Two tables, the items of the one told from those of the other.
    /// - Throws: as ``read(_:besides:pool:)``, and what ``LayerPair`` throws.
    public func pair(heads: String, tails: String, pool: WorkerPool) throws(NeSyError) -> LayerPair {
        let (upper, lower) = (try input(heads), try input(tails))
        // One table on both sides stays an overlap.
        let areTwins = upper != lower && upper.numbered != nil && upper.numbered == lower.numbered
        return try LayerPair(
            heads: try read(heads, besides: nil, qualifier: areTwins ? "heads_" : "", pool: pool),
            tails: try read(tails, besides: heads, qualifier: areTwins ? "tails_" : "", pool: pool))
    }

    /// - Parameter qualifier: what stands before the names of numbered items.
    private func read(
        _ name: String, besides heads: String?, qualifier: String, pool: WorkerPool
    ) throws(NeSyError) -> LayerItems {
        let input = try input(name)
        var ignored: [String] = []
        if let heads, input.part == nil {
            let other = try self.input(heads)
            if other.path == input.path { ignored = other.parts }
        }
        let items = try files.decode(input.path) { (bytes) throws(NeSyError) in
            if bytes.starts(with: [0x93] + Array("NUMPY".utf8)) {
                try refusePart(of: input, "an array")
                return try self.items(NPY.decode(bytes), named: qualifier + input.stem, pool: pool)
            }
            if input.path.hasSuffix(".npz") || ItemTableReader.isArchive(bytes) {
                return try archive(bytes, input, ignored, qualifier, pool)
            }
            if input.path.hasSuffix(".dat") || input.path.hasSuffix(".dat.gz") {
                try refusePart(of: input, "a file of sparse rows")
                return try sparse(try SparseRows.decode(bytes), named: qualifier + input.stem)
            }
            return try table(bytes, input, ignoring: ignored, pool: pool)
        }
        guard items.count > 0 else {
            throw NeSyError(
                .badData, items.kind == .classes ? "No row has a class." : "The table has no columns.", at: name,
                expected: "at least one item")
        }
        return items
    }

    /// Whether a file begins as a zip does; the letters alone may begin a line of names.
    private static func isArchive(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) || bytes.starts(with: Array("PK\u{5}\u{6}".utf8))
    }

    /// Splits `FILE:PART`, unless a file has that name itself.
    private func input(_ name: String) throws(NeSyError) -> Input {
        var candidates = [Input(path: name)]
        for (index, character) in zip(name.indices, name).reversed() where character == ":" {
            let part = String(name[name.index(after: index)...])
            if !part.isEmpty { candidates.append(Input(path: String(name[..<index]), part: part)) }
        }
        for candidate in candidates {
            var entry: FileSystem.Entry?
            do throws(StorageError) { entry = try files.inspect(candidate.path) } catch {
                throw NeSyError(reading: error)
            }
            guard let entry else { continue }
            if case .file(let size) = entry {
                // The bytes, the values that are read from them, and the bits.
                try budget.require(
                    size > .max / 3 ? .max : 3 * size, for: "reading the file", at: candidate.path,
                    remedy: "Take fewer rows or fewer columns.")
            }
            return candidate
        }
        return Input(path: name)
    }

    func requireBits(rows: Int, columns: Int) throws(NeSyError) {
        try budget.require(
            MemoryBudget.bits(rows: rows, columns: columns), for: "\(rows) rows of \(columns) items",
            remedy: "Take fewer rows, or leave out rare items.")
    }

    private func refusePart(of input: Input, _ format: String) throws(NeSyError) {
        guard let part = input.part else { return }
        throw NeSyError(
            .usage, "A part is named of a file that has none.", expected: "\(input.path) alone: it is \(format)",
            found: part)
    }

    /// The array that is asked for, or the only one.
    private func archive(
        _ bytes: [UInt8], _ input: Input, _ ignored: [String], _ qualifier: String, _ pool: WorkerPool
    ) throws(NeSyError) -> LayerItems {
        let archive = try ArrayFile(bytes)
        var names = (archive.names ?? []).sorted()
        for name in ignored where names.count > 1 { names.removeAll { $0 == name } }
        guard !names.isEmpty else {
            throw NeSyError(.badData, "The archive holds no arrays.", at: input.path, expected: "at least one")
        }
        let wanted = input.part ?? (names.count == 1 ? names[0] : nil)
        guard let wanted, names.contains(wanted) else {
            throw NeSyError(
                .usage, input.part == nil ? "The archive holds several arrays." : "The archive has no such array.",
                expected: "one of " + names.map { "\(input.path):\($0)" }.joined(separator: ", "),
                found: input.part ?? input.path,
                remedy: input.part.flatMap { Spelling.closest(to: $0, among: names) }.map { "Did you mean '\($0)'?" })
        }
        let array = try archive.array(wanted)
        do throws(NeSyError) {
            return try items(array, named: qualifier + wanted, pool: pool)
        } catch { throw error.located(at: "array '\(wanted)'") }
    }

    private func sparse(_ rows: SparseRows, named name: String) throws(NeSyError) -> LayerItems {
        // The lists of rows that the bits are set from are as long as the file.
        try requireBits(rows: rows.rowCount, columns: rows.items.count)
        return LayerItems(
            layer: name, kind: .columns, names: rows.items.map { "\(name)_\($0)" }, bits: try rows.bitMatrix())
    }
}
