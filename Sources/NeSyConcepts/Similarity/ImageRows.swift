import NeSyData
import NeSyTensor

/// Finds out which row of a file speaks of which image: by names where the file has them, by order otherwise.
public struct ImageRows: Sendable {
    private let images: [String]

    /// - Parameter images: what the images are called of which something is wanted.
    public init(images: [String]) { self.images = images }

    /// The row of every image.
    /// - Parameters:
    ///   - names: of the rows, matched by ``NameMatching``; images that are not wanted may be among them. nil takes the
    ///     rows in the order of the images.
    ///   - count: of rows.
    /// - Throws: bad data when an image has no row of its own, or without names when there are more rows or fewer than
    ///   images.
    public func rows(names: [String]?, count: Int) throws(NeSyError) -> [Int] {
        guard let names else {
            guard count == images.count else {
                throw NeSyError(
                    .badData, "The number of rows is not that of the images.", expected: "\(images.count) rows",
                    found: "\(count)",
                    remedy: "Name the rows after the files of the images: numpy.savez(file, …, images=names).")
            }
            return Array(0..<count)
        }
        guard names.count == count else {
            throw NeSyError(
                .badData, "There are not as many names of images as rows.", expected: "\(count) names",
                found: "\(names.count)")
        }
        let found = NameMatching(keys: names.map(NameMatching.stem)).positions(of: images)
        let rows = found.compactMap { $0 }
        if let missing = found.firstIndex(of: nil) {
            throw NeSyError(
                .badData, "No row speaks of the image \(images[missing]), or more than one does.",
                expected: "a row for each of \(images.count) images", found: "\(rows.count) of them, in \(count) rows",
                remedy: "Name the rows after the files of the images.")
        }
        var users: [Int: Int] = [:]
        for (image, row) in rows.enumerated() {
            guard let other = users.updateValue(image, forKey: row) else { continue }
            throw NeSyError(
                .badData, "A row could speak of two images.", at: "row \(row + 1), \"\(names[row])\"",
                found: "\(images[other]) and \(images[image])",
                remedy: "Name the rows after the files of the images.")
        }
        return rows
    }
}
