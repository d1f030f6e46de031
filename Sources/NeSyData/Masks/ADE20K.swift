import NeSyFormats
import NeSyJSON
import NeSyStorage
import NeSyTensor

/// What lies beside the images of ADE20K.
enum ADE20K {
    /// Behind the name of an image, the mask of its objects.
    static let suffix = "_seg"

    /// The pictures among these paths that annotate another one: `NAME_seg.png`, the parts `NAME_parts_1.png` and the
    /// single objects in the folder `NAME/` of every `NAME` that has a mask.
    static func annotations(among paths: [String]) -> Set<String> {
        let stems = Set(paths.map(NameMatching.stem))
        let annotated = Set(
            stems.lazy.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.filter(stems.contains))
        if annotated.isEmpty { return [] }
        return Set(
            paths.filter { path in
                let stem = NameMatching.stem(path)
                if stem.hasSuffix(suffix) && annotated.contains(String(stem.dropLast(suffix.count))) { return true }
                if annotated.contains(DatasetReader.split(path).folder) { return true }
                let digits = stem.reversed().prefix { $0.isNumber }.count
                let front = stem.dropLast(digits)
                return digits > 0 && front.hasSuffix("_parts_") && annotated.contains(String(front.dropLast(7)))
            })
    }

    /// The first synonym of every name, or all of them where another class begins with the same.
    static func shortened(_ names: [String]) -> [String] {
        let first = names.map { name in String(name.prefix { $0 != "," }) }
        var seen: [String: Int] = [:]
        for name in first { seen[name, default: 0] += 1 }
        return zip(names, first).map { seen[$1] == 1 ? $1 : $0 }
    }

    /// The classes that the files of the edition of 2021 name, by number.
    static func classes(
        _ documents: [String], _ fileSystem: FileSystem
    ) throws(NeSyError) -> [(code: Int, name: String)] {
        var names: [Int: String] = [:]
        for path in documents {
            let json = try document(path, fileSystem)
            for object in json["annotation"]?["object"]?.arrayValue ?? [] {
                guard let code = object["name_ndx"]?.intValue, let name = object["name"]?.stringValue else {
                    throw NeSyError(
                        .badData, "An object of an annotation has no class.", at: path,
                        expected: "the keys name and name_ndx", found: String(object.text().prefix(80)))
                }
                if let other = names.updateValue(name, forKey: code), other != name {
                    throw NeSyError(
                        .badData, "A class has two names.", at: path, expected: "\(other) for the class \(code)",
                        found: name)
                }
            }
        }
        let ordered = names.sorted { $0.key < $1.key }
        return zip(ordered, shortened(ordered.map(\.value))).map { (code: $0.key, name: $1) }
    }

    /// Some of these files are Latin-1.
    private static func document(_ path: String, _ fileSystem: FileSystem) throws(NeSyError) -> JSON {
        try fileSystem.decode(path, limit: 1 << 28) { (bytes) throws(NeSyError) in
            do throws(JSONError) {
                if String(validating: bytes, as: UTF8.self) != nil { return try JSON.parse(bytes) }
                return try JSON.parse(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })))
            } catch {
                throw NeSyError(
                    .badData, "The file is no JSON document.", at: "byte \(error.offset)", found: error.message)
            }
        }
    }
}
