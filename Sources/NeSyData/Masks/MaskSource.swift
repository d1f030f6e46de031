import NeSyFormats
import NeSyStorage
import NeSyTensor

/// Where masks are, and how they are written.
public struct MaskSource: Sendable, Hashable {
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// Grey or palette images of ids of 8 or 16 bits, `NAME.png` or all `NAME_seg.png`, and their names in
        /// `concepts.csv` (`id,name`).
        ///
        /// Ids may have gaps; ids with one name are one concept. An id that is not listed is an error, but for 0 and
        /// for the largest of the depth, 255 or 65535, which then mean no concept.
        case index
        /// ADE20K: `NAME_seg.png`, where red / 10 * 256 + green is the class and 0 none. Names stand in `concepts.csv`,
        /// in `objects.txt` (the name of class n on line n) or in the files `NAME.json` of the edition of 2021; of the
        /// synonyms of a class the first is taken where it is distinct.
        case ade20k
        /// Pascal VOC: a colour a concept. Names stand in `labelmap.txt` (`name:red,green,blue`, as CVAT writes it);
        /// without one the 21 colours of Pascal VOC are meant, and 224, 224, 192 is no concept.
        case voc
        /// One JSON file of COCO instances, polygons or run lengths. Every pixel takes the smallest object that covers
        /// it, the later one of two of equal size; a pixel that no object covers has no concept.
        case coco
    }

    /// A folder of masks, with folders in it as the images have them; or a JSON file.
    public var path: String
    /// Nil recognises it.
    public var format: Format?

    public init(_ path: String, format: Format? = nil) {
        self.path = path
        self.format = format
    }

    /// The files that name concepts, in the order in which they are looked for.
    static let nameFiles = ["labelmap.txt", "concepts.csv", "objects.txt"]

    /// `DIR/masks` where a table in it or beside it says what its ids are called.
    static func standard(_ root: String, _ fileSystem: FileSystem) throws(NeSyError) -> MaskSource? {
        let folder = root + "/masks"
        guard case .directory? = try fileSystem.entry(folder) else { return nil }
        let tables = [root, folder].flatMap { place in nameFiles.map { place + "/" + $0 } }
        return try fileSystem.firstFile(tables) == nil ? nil : MaskSource(folder)
    }

    /// The masks `NAME_seg.png` among the images, where a table says what their classes are called.
    static func besideImages(_ root: String, _ fileSystem: FileSystem) throws(NeSyError) -> MaskSource? {
        let tables = ["concepts.csv", "objects.txt"].map { root + "/" + $0 }
        return try fileSystem.firstFile(tables) == nil ? nil : MaskSource(root)
    }
}
