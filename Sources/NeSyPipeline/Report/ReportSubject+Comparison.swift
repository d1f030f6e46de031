import NeSyData
import NeSyTensor

extension ReportSubject.Opened {
    /// The images to report on.
    /// - Parameters:
    ///   - data: nil for those of the run; naming the same images where they lie now counts as such.
    ///   - split: to test on.
    /// - Throws: what opening throws; bad data when the classes are others.
    func images(_ data: String?, split: String?, pool: WorkerPool) throws(NeSyError) -> ReportSubject.Given {
        guard let data else { return .init(images: try run.images(nil, split: split, pool: pool), isOwn: true) }
        var reader = DatasetReader()
        reader.fileSystem = run.folder.files
        let (dataset, _) = try reader.open(data)
        if try dataset.fingerprint(pool: pool) == run.description.dataFingerprint {
            return .init(images: try run.images(of: dataset, split: split, pool: pool), isOwn: true)
        }
        return .init(images: try run.images(data, split: split, holdsOut: false, pool: pool), isOwn: false)
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

    /// - Throws: bad data when the two runs would not be judged on the same images.
    func check(
        _ given: ReportSubject.Given, against other: Self, _ others: ReportSubject.Given
    ) throws(NeSyError) {
        guard given.evaluated.samples == others.evaluated.samples else {
            throw NeSyError(
                .badData, "The two runs cannot be compared: they are judged on other images of the data.",
                at: other.run.folder.path, expected: "\(given.evaluated.count) images, as for \(run.folder.path)",
                found: "\(others.evaluated.count) images",
                remedy:
                    "Were they trained with another --test-limit? Name other images to judge both on: --data FOLDER.")
        }
    }
}
