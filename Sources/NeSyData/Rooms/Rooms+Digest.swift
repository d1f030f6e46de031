import NeSyStorage
import NeSyTensor

/// What identifies generated scenes: SHA-256 over their pixels, masks and labels, not over the files, whose
/// compression may differ between machines.
public struct RoomsDigest: Sendable, Hashable {
    /// Of every split in the order of the configuration, the interventions last where there are any.
    public let splits: [(split: DataSplit, sha256: String)]
    /// Of all together.
    public let pack: String

    init(_ splits: [(split: DataSplit, sha256: String)]) {
        self.splits = splits
        pack = SHA256.hex(Array(splits.map { "\($0.split) \($0.sha256)\n" }.joined().utf8))
    }

    public static func == (left: RoomsDigest, right: RoomsDigest) -> Bool { left.pack == right.pack }
    public func hash(into hasher: inout Hasher) { hasher.combine(pack) }
}

extension Rooms {
    /// The digest of all scenes of the configuration, without writing them.
    public func digest(pool: WorkerPool) -> RoomsDigest {
        var splits = configuration.splits.map { split, count in
            var hash = SHA256()
            for start in stride(from: 0, to: count, by: Rooms.grain) {
                let parts = pool.map(parts: min(Rooms.grain, count - start)) { Rooms.digest(scene(split, start + $0)) }
                for part in parts { hash.update(Array(part.utf8)) }
            }
            return (split: split, sha256: hash.hexDigest())
        }
        if configuration.interventions > 0 {
            var hash = SHA256()
            for start in stride(from: 0, to: configuration.interventions, by: Rooms.grain) {
                let parts = pool.map(parts: min(Rooms.grain, configuration.interventions - start)) { part in
                    let pair = intervention(start + part)
                    return Rooms.digest(pair.with) + Rooms.digest(pair.without)
                }
                for part in parts { hash.update(Array(part.utf8)) }
            }
            splits.append((.interventions, hash.hexDigest()))
        }
        return RoomsDigest(splits)
    }

    static func digest(_ scene: RoomScene) -> String {
        var hash = SHA256()
        hash.update(scene.pixels)
        hash.update(scene.mask)
        hash.update([UInt8(scene.label.rawValue)])
        return hash.hexDigest()
    }
}
