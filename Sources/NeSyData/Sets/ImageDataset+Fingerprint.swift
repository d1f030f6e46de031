import NeSyFormats
import NeSyStorage
import NeSyTensor

extension ImageDataset {
    /// SHA-256 over the classes, and the name, label and split of every sample with its pixels (images in memory) or
    /// the size of its file: whether a run that is resumed sees the data it began with. Files are not read, so one
    /// that was replaced by another of the same size goes unnoticed.
    /// - Throws: when the size of a file cannot be found.
    public func fingerprint(pool: WorkerPool) throws(NeSyError) -> String {
        var hash = SHA256()
        for name in classes { hash.update(Array("\(name)\n".utf8)) }
        for sample in samples { hash.update(Array("\(sample.split)\t\(sample.label)\t\(sample.name)\n".utf8)) }
        switch storage {
        case .memory(let block):
            hash.update(Array("\(block.height) \(block.width) \(block.channels)\n".utf8))
            for digest in digests(block, pool) { hash.update(Array(digest.utf8)) }
        case .files(let files):
            for sample in samples {
                let path = files.path(sample.position)
                do throws(StorageError) {
                    guard case .file(let size)? = try files.fileSystem.inspect(path) else {
                        throw StorageError(.inspect, path, .notFound)
                    }
                    hash.update(Array("\(size)\n".utf8))
                } catch {
                    throw NeSyError(reading: error)
                }
            }
        }
        return hash.hexDigest()
    }

    /// The digests of groups of images, a mebibyte or so each.
    private func digests(_ block: PixelBlock, _ pool: WorkerPool) -> [String] {
        let grain = max(1, (1 << 20) / block.imageSize)
        let parts = (count + grain - 1) / grain
        return pool.map(parts: parts) { part in
            var hash = SHA256()
            for sample in samples[part * grain..<min(count, (part + 1) * grain)] {
                let first = sample.position * block.imageSize
                hash.update(block.bytes[first..<first + block.imageSize])
            }
            return hash.hexDigest()
        }
    }
}
