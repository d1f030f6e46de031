import NeSyFormats
import NeSyJSON
import NeSyStorage
import NeSyTensor

extension Rooms {
    /// Writes the scenes as a data set: `images/SPLIT/NNNNNN.png` and `masks/SPLIT/NNNNNN.png` (8-bit ids),
    /// `index.csv` (name, split, class, one column of 0 and 1 a concept), `concepts.csv`, `truth.lp`,
    /// `confounders.csv` and `meta.json`. Pairs of interventions go to `interventions/NNNNNN_with.png` and
    /// `_without.png` with a table `interventions.csv`.
    ///
    /// The tables are written last: a folder without `index.csv` is unfinished.
    /// - Parameters:
    ///   - progress: called between groups of scenes with how many are written and how many there are.
    /// - Throws: `.cannotCreateOutput` when a file or folder cannot be written, or the folder already holds a
    ///   data set.
    public func write(
        to folder: String, _ fileSystem: FileSystem = .system, pool: WorkerPool,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(NeSyError) -> RoomsDigest {
        try refuseExisting(folder, fileSystem)
        let total = configuration.splits.reduce(0) { $0 + $1.count } + configuration.interventions
        var done = 0
        func advance(_ count: Int) {
            done += count
            progress(done, total)
        }
        var digests: [(split: DataSplit, sha256: String)] = []
        var index = "name,split,class,\(RoomConcept.allCases.map(\.name).joined(separator: ","))\n"
        for (split, count) in configuration.splits {
            let images = "\(folder)/images/\(split)"
            let masks = "\(folder)/masks/\(split)"
            try makeFolders([images, masks], fileSystem)
            let written = try group(count, pool, advance) { number throws(NeSyError) in
                let scene = scene(split, number)
                let name = Rooms.number(number)
                try fileSystem.encode(PNG.encode(scene.image), to: "\(images)/\(name).png")
                try fileSystem.encode(PNG.encode(scene.maskImage), to: "\(masks)/\(name).png")
                let columns = RoomConcept.allCases.map { scene.concepts.contains($0) ? "1" : "0" }
                return Written(
                    digest: Rooms.digest(scene),
                    row: "\(name),\(split),\(scene.label.name),\(columns.joined(separator: ","))\n")
            }
            digests.append((split, written.digest))
            index += written.rows
        }
        if configuration.interventions > 0 {
            let images = "\(folder)/interventions"
            try makeFolders([images], fileSystem)
            let count = configuration.interventions
            let written = try group(count, pool, advance) { number throws(NeSyError) in
                let pair = intervention(number)
                let name = Rooms.number(number)
                try fileSystem.encode(PNG.encode(pair.with.image), to: "\(images)/\(name)_with.png")
                try fileSystem.encode(PNG.encode(pair.without.image), to: "\(images)/\(name)_without.png")
                return Written(
                    digest: Rooms.digest(pair.with) + Rooms.digest(pair.without),
                    row: "\(name),\(pair.concept.name),\(pair.with.label.name)\n")
            }
            digests.append((.interventions, written.digest))
            try fileSystem.encode(
                Array(("name,concept,class\n" + written.rows).utf8), to: "\(folder)/interventions.csv")
        }
        let digest = RoomsDigest(digests)
        try writeTables(folder, fileSystem, index, digest)
        return digest
    }

    /// What remains of a scene once its files are written.
    private struct Written: Sendable {
        let digest: String
        let row: String
    }

    /// Carries out `0..<count`, a group at a time on all threads; the first error in their order is thrown.
    private func group(
        _ count: Int, _ pool: WorkerPool, _ advance: (Int) -> Void,
        _ body: @Sendable (Int) throws(NeSyError) -> Written
    ) throws(NeSyError) -> (digest: String, rows: String) {
        var hash = SHA256()
        var rows = ""
        for start in stride(from: 0, to: count, by: Rooms.grain) {
            let size = min(Rooms.grain, count - start)
            let results = pool.map(parts: size) { part -> Result<Written, NeSyError> in
                do throws(NeSyError) { return .success(try body(start + part)) } catch { return .failure(error) }
            }
            for result in results {
                let written = try result.get()
                hash.update(Array(written.digest.utf8))
                rows += written.row
            }
            advance(size)
        }
        return (hash.hexDigest(), rows)
    }

    private func writeTables(
        _ folder: String, _ fileSystem: FileSystem, _ index: String, _ digest: RoomsDigest
    ) throws(NeSyError) {
        func write(_ name: String, _ text: String) throws(NeSyError) {
            try fileSystem.encode(Array(text.utf8), to: "\(folder)/\(name)")
        }
        let concepts = RoomConcept.allCases.map { "\($0.rawValue),\($0.name)\n" }.joined()
        try write("concepts.csv", "id,name\n" + concepts)
        try write("truth.lp", RoomClass.truth(count: configuration.classes))
        let confounders = configuration.confounders.map { "\($0.concept.name),\($0.roomClass.name),\($0.strength)\n" }
        try write("confounders.csv", "concept,class,strength\n" + confounders.joined())
        try write("meta.json", meta(digest).text(pretty: true) + "\n")
        try write("index.csv", index)
    }

    private func meta(_ digest: RoomsDigest) -> JSON {
        let counts = configuration.splits.map { JSON.Member($0.split.rawValue, .integer($0.count)) }
        let pairs = JSON.Member(DataSplit.interventions.rawValue, .integer(configuration.interventions))
        let confounders = configuration.confounders.map { confounder -> JSON in
            [
                "concept": .string(confounder.concept.name), "class": .string(confounder.roomClass.name),
                "strength": .number(confounder.strength),
            ]
        }
        return [
            "schema": "nesy.rooms/1", "seed": .string(String(configuration.seed)), "size": .integer(configuration.size),
            "classes": .array(configuration.roomClasses.map { .string($0.name) }),
            "label_noise": .number(configuration.labelNoise), "counts": .object(counts + [pairs]),
            "confounders": .array(confounders),
            "sha256": .object(
                [JSON.Member("pack", .string(digest.pack))]
                    + digest.splits.map { JSON.Member($0.split.rawValue, .string($0.sha256)) }),
        ]
    }

    private func refuseExisting(_ folder: String, _ fileSystem: FileSystem) throws(NeSyError) {
        do throws(StorageError) {
            guard try fileSystem.inspect(folder + "/index.csv") != nil else { return }
        } catch {
            throw NeSyError(writing: error)
        }
        throw NeSyError(
            .cannotCreateOutput, "The folder already holds a data set.", at: folder, expected: "a new or empty folder",
            found: "index.csv", remedy: "name another folder, or remove this one")
    }

    private func makeFolders(_ folders: [String], _ fileSystem: FileSystem) throws(NeSyError) {
        for folder in folders {
            do throws(StorageError) { try fileSystem.makeDirectory(folder) } catch { throw NeSyError(writing: error) }
        }
    }
}

extension RoomScene {
    /// The picture, RGB.
    public var image: RasterImage { RasterImage(width: size, height: size, channels: 3, pixels) }

    /// The mask as a grey image of ids.
    public var maskImage: RasterImage { RasterImage(width: size, height: size, channels: 1, mask) }
}
