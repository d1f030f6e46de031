import NeSyData
import NeSyTensor

extension ReportSubject.Opened {
    /// The images to report on.
    /// - Parameters:
    ///   - data: nil for those of the run; naming the same images where they lie now counts as such.
    ///   - split: to test on.
    /// - Returns: the images, and whether they are those that the run was trained on.
    /// - Throws: what opening throws; bad data when the classes are others.
    func images(_ data: String?, split: String?, pool: WorkerPool) throws(NeSyError) -> (
        images: DatasetImages, isOwn: Bool
    ) {
        guard let data else { return (try run.images(nil, split: split, pool: pool), true) }
        var reader = DatasetReader()
        reader.fileSystem = run.folder.files
        let (dataset, _) = try reader.open(data)
        if try dataset.fingerprint(pool: pool) == run.description.dataFingerprint {
            return (try run.images(of: dataset, split: split, pool: pool), true)
        }
        return (try run.images(data, split: split, holdsOut: false, pool: pool), false)
    }

    /// - Throws: bad data when the two runs know other classes or, without images given for both, saw other images.
    func check(against other: Self, onOwnData: Bool) throws(NeSyError) {
        let (own, others) = (run.description, other.run.description)
        guard own.classes == others.classes else {
            throw NeSyError(
                .badData, "The two runs cannot be compared: they tell other classes apart.",
                at: other.run.folder.path, expected: own.classes.joined(separator: ", "),
                found: others.classes.joined(separator: ", "))
        }
        guard !onOwnData || own.dataFingerprint == others.dataFingerprint else {
            throw NeSyError(
                .badData, "The two runs cannot be compared: they were trained on other images.",
                at: other.run.folder.path, expected: "\(own.dataPath), fingerprint \(own.dataFingerprint)",
                found: "\(others.dataPath), fingerprint \(others.dataFingerprint)",
                remedy: "Name images to judge both on: --data FOLDER.")
        }
    }
}

extension ReportSubject {
    /// - Throws: bad data when the two runs were not judged on the same images.
    func check(against other: ReportSubject) throws(NeSyError) {
        guard evaluated.dataset.samples == other.evaluated.dataset.samples else {
            throw NeSyError(
                .badData, "The two runs cannot be compared: they are judged on other images of the data.",
                at: other.run.folder.path, expected: "\(evaluated.count) images, as for \(run.folder.path)",
                found: "\(other.evaluated.count) images",
                remedy:
                    "Were they trained with another --test-limit? Name other images to judge both on: --data FOLDER.")
        }
    }
}
