import NeSyFormats
import NeSyTensor

extension DatasetReader {
    /// `DIR/CLASS/IMAGE` or `DIR/SPLIT/CLASS/IMAGE`; `DIR/IMAGE` where images need no classes.
    func openImageFolder(
        _ root: String, _ names: [String]
    ) throws(NeSyError) -> (dataset: ImageDataset, summary: DatasetSummary) {
        var folders: [String] = []
        var ignored: [String] = []
        var strayImages: [String] = []
        for name in names {
            if case .directory? = try fileSystem.entry(root + "/" + name) {
                folders.append(name)
            } else if DatasetReader.isImage(name) {
                strayImages.append(name)
            } else {
                ignored.append(name)
            }
        }
        let stems = Set(strayImages.map(NameMatching.stem))
        if leastClasses < 2, !strayImages.isEmpty, folders.count(where: { !stems.contains($0) }) < 2 {
            // A folder beside the images holds something else: their masks, or the objects of an image of its name.
            return try assembleFolder(
                root, .images, strayImages.map { Entry(name: $0, className: "images", split: nil) }, ignored + folders)
        }
        if folders.isEmpty {
            throw NeSyError(
                .badData, strayImages.isEmpty ? "There are no images." : "The images are not sorted into classes.",
                at: root, expected: DatasetLayout.expectedTree,
                found: strayImages.isEmpty
                    ? "no image and no folder" : "\(strayImages.count) images and no folder of a class",
                remedy: strayImages.isEmpty ? nil : "put the images of each class into a folder of its own")
        }
        if !strayImages.isEmpty { ignored.append("\(strayImages.count) images beside the folders") }
        var entries: [Entry] = []
        let splits = try splitFolders(root, folders)
        if splits.isEmpty {
            for folder in folders { try collect(root, folder, folder, nil, &entries, &ignored) }
        } else {
            for (folder, split) in splits {
                for name in try fileSystem.names(in: root + "/" + folder) {
                    let path = folder + "/" + name
                    if case .directory? = try fileSystem.entry(root + "/" + path) {
                        try collect(root, path, name, split, &entries, &ignored)
                    } else {
                        ignored.append(path)
                    }
                }
            }
        }
        return try assembleFolder(root, splits.isEmpty ? .classFolders : .splitFolders, entries, ignored)
    }

    /// The images among these, with the masks beside them.
    private func assembleFolder(
        _ root: String, _ layout: DatasetLayout, _ listed: [Entry], _ ignored: [String]
    ) throws(NeSyError) -> (dataset: ImageDataset, summary: DatasetSummary) {
        let annotations = ADE20K.annotations(among: listed.map(\.name))
        let entries = listed.filter { !annotations.contains($0.name) }
        let files = ImageFiles(root: root, paths: entries.map(\.name), fileSystem: fileSystem)
        return try assemble(
            root, layout, entries, ignoredFiles: ignored + listed.lazy.map(\.name).filter(annotations.contains),
            storage: .files(files), masks: annotations.isEmpty ? nil : try MaskSource.besideImages(root, fileSystem))
    }

    /// The folders that are splits; none when the folders are classes.
    private func splitFolders(
        _ root: String, _ folders: [String]
    ) throws(NeSyError) -> [(folder: String, split: DataSplit)] {
        let named = folders.compactMap { folder in DataSplit(alias: folder).map { (folder: folder, split: $0) } }
        if named.isEmpty { return [] }
        // A class may be called "train": a split holds folders.
        var holding: [(folder: String, split: DataSplit)] = []
        for entry in named {
            for name in try fileSystem.names(in: root + "/" + entry.folder) {
                if case .directory? = try fileSystem.entry(root + "/" + entry.folder + "/" + name) {
                    holding.append(entry)
                    break
                }
            }
        }
        if holding.isEmpty { return [] }
        for entry in holding where holding.contains(where: { $0.split == entry.split && $0.folder != entry.folder }) {
            throw NeSyError(
                .badData, "Two folders are the same split.", at: root, expected: "one folder for \(entry.split)",
                found: holding.filter { $0.split == entry.split }.map(\.folder).joined(separator: ", "))
        }
        let others = folders.filter { folder in !holding.contains { $0.folder == folder } }
        if others.isEmpty { return holding }
        if !holding.contains(where: { $0.split == .train }) { return [] }
        throw NeSyError(
            .badData, "Some folders are splits and some are not.", at: root, expected: DatasetLayout.expectedTree,
            found:
                "\(holding.map(\.folder).joined(separator: ", ")) beside \(others.prefix(5).joined(separator: ", "))",
            remedy: "move the other folders away, or rename the splits if they are classes")
    }

    /// The images of one class, those in folders below it included.
    private func collect(
        _ root: String, _ folder: String, _ className: String, _ split: DataSplit?, _ entries: inout [Entry],
        _ ignored: inout [String]
    ) throws(NeSyError) {
        let before = entries.count
        try fileSystem.visitFiles(below: root, folder) { path in
            if DatasetReader.isImage(path) {
                entries.append(Entry(name: path, className: className, split: split))
            } else {
                ignored.append(path)
            }
        }
        if entries.count == before {
            throw NeSyError(
                .badData, "The folder of a class holds no images.", at: root + "/" + folder,
                expected:
                    "\(ImageCodec.extensions.sorted().joined(separator: ", ")) files; \(DatasetLayout.expectedTree)",
                found: "no image", remedy: "remove the folder if it is no class")
        }
    }
}
