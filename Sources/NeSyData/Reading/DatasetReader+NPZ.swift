import NeSyFormats
import NeSyTensor

extension DatasetReader {
    /// The names under which images and labels are kept, and the split they are; nil where there is only one.
    private static let arrayNames: [(images: String, labels: String, split: DataSplit?)] = [
        ("x_train", "y_train", .train), ("x_val", "y_val", .validation), ("x_test", "y_test", .test),
        ("train_images", "train_labels", .train), ("val_images", "val_labels", .validation),
        ("test_images", "test_labels", .test), ("images", "labels", nil),
    ]

    /// An archive of NumPy arrays.
    func openNPZ(_ path: String) throws(NeSyError) -> (dataset: ImageDataset, summary: DatasetSummary) {
        let archive = try ArrayFile(path, files: fileSystem)
        let present = archive.names ?? []
        var pairs: [ArrayPair] = []
        for names in DatasetReader.arrayNames where present.contains(names.images) {
            guard present.contains(names.labels) else {
                throw NeSyError(
                    .badData, "An array of images has no labels.", at: path, expected: "an array \(names.labels)",
                    found: present.joined(separator: ", "))
            }
            pairs.append(
                ArrayPair(
                    split: names.split, images: try archive.array(names.images),
                    labels: try archive.array(names.labels), imagesName: "\(path), array \(names.images)",
                    labelsName: "\(path), array \(names.labels)"))
        }
        if pairs.isEmpty {
            throw NeSyError(
                .badData, "The archive holds no images.", at: path,
                expected: "x_train and y_train (and x_test, y_test), or images and labels",
                found: present.isEmpty ? "no arrays" : present.joined(separator: ", "))
        }
        return try assemble(path, .npz, pairs, classNamesIn: DatasetReader.split(path).folder)
    }
}
