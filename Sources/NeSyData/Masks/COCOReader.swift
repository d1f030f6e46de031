import NeSyFormats
import NeSyJSON
import NeSyTensor

/// Reads a file of COCO instances: `images`, `annotations`, `categories`.
struct COCOReader {
    private(set) var concepts: [String] = []
    private(set) var images: [COCOInstances.Image] = []

    /// A coordinate beyond this is no place on an image.
    private static let farthest = 1e9

    /// - Throws: `.badData` naming the entry.
    init(_ json: JSON) throws(NeSyError) {
        let concept = try readCategories(json)
        let position = try readImages(json)
        var isEmpty = true
        for (number, entry) in try COCOReader.list("annotations", json).enumerated() {
            do throws(NeSyError) {
                let id = try COCOReader.number("category_id", entry)
                guard let concept = concept[id] else {
                    throw NeSyError(
                        .badData, "An annotation is of a concept that is not listed.", expected: "an id of categories",
                        found: "\(id)")
                }
                let imageID = try COCOReader.number("image_id", entry)
                guard let image = position[imageID] else {
                    throw NeSyError(
                        .badData, "An annotation is of an image that is not listed.", expected: "an id of images",
                        found: "\(imageID)")
                }
                let area = try COCOReader.area(entry["segmentation"], images[image])
                if case .polygons([]) = area { continue }
                isEmpty = false
                images[image].objects.append(COCOInstances.Object(concept: concept, area: area))
            } catch {
                let id = entry["id"]?.intValue.map { " (id \($0))" } ?? ""
                throw error.located(at: "annotation \(number + 1)\(id)")
            }
        }
        if isEmpty {
            throw NeSyError(
                .badData, "The file has no masks.", expected: "annotations with a segmentation",
                found: "no segmentation, or empty ones")
        }
    }

    private mutating func readCategories(_ json: JSON) throws(NeSyError) -> [Int: Int32] {
        var entries: [(Int, String)] = []
        for (number, entry) in try COCOReader.list("categories", json).enumerated() {
            do throws(NeSyError) {
                entries.append((try COCOReader.number("id", entry), try COCOReader.text("name", entry)))
            } catch { throw error.located(at: "category \(number + 1)") }
        }
        let table = try ConceptTable(entries) { "category \($0 + 1)" }
        concepts = table.concepts
        return table.concept
    }

    private mutating func readImages(_ json: JSON) throws(NeSyError) -> [Int: Int] {
        var position: [Int: Int] = [:]
        var names = Set<String>()
        for (number, entry) in try COCOReader.list("images", json).enumerated() {
            do throws(NeSyError) {
                let id = try COCOReader.number("id", entry)
                let (height, width) = (try COCOReader.number("height", entry), try COCOReader.number("width", entry))
                guard height > 0, width > 0, width <= RasterImage.pixelLimit / height else {
                    throw NeSyError(
                        .badData, "An image has no possible size.",
                        expected: "height and width, at most \(RasterImage.pixelLimit) pixels",
                        found: "\(width) x \(height)")
                }
                if position.updateValue(number, forKey: id) != nil {
                    throw NeSyError(.badData, "An image is listed twice.", found: "the id \(id)")
                }
                let name = try COCOReader.text("file_name", entry)
                guard names.insert(NameMatching.stem(name)).inserted else {
                    throw NeSyError(
                        .badData, "An image is listed twice.", expected: "a file_name of its own for every image",
                        found: "a second \(name)",
                        remedy: "give the annotations of both entries to one, and remove the other")
                }
                images.append(COCOInstances.Image(name: name, height: height, width: width))
            } catch { throw error.located(at: "image \(number + 1)") }
        }
        return position
    }

    private static func area(_ json: JSON?, _ image: COCOInstances.Image) throws(NeSyError) -> COCOArea {
        if let polygons = json?.arrayValue {
            var all: [[Double]] = []
            for polygon in polygons {
                let corners = (polygon.arrayValue ?? []).map { $0.doubleValue ?? .infinity }
                guard corners.count >= 6, corners.count % 2 == 0, corners.allSatisfy({ abs($0) <= farthest }) else {
                    throw NeSyError(
                        .badData, "A polygon is no list of corners.",
                        expected: "x, y, x, y, … of three corners at least",
                        found: String(polygon.text().prefix(60)))
                }
                all.append(corners)
            }
            return .polygons(all)
        }
        guard let json, json.members != nil else {
            throw NeSyError(
                .badData, "An annotation has no mask.", expected: "segmentation: polygons, or size and counts",
                found: json.map { String($0.text().prefix(60)) } ?? "no key segmentation")
        }
        guard let size = json["size"]?.arrayValue?.map(\.intValue), size == [image.height, image.width] else {
            throw NeSyError(
                .badData, "A mask has another size than its image.",
                expected: "size: [\(image.height), \(image.width)], the height and the width of \(image.name)",
                found: json["size"].map { String($0.text().prefix(60)) } ?? "no key size")
        }
        return .runs(try runs(json["counts"], pixels: image.height * image.width))
    }

    private static func runs(_ json: JSON?, pixels: Int) throws(NeSyError) -> [Int] {
        func refuse(_ found: String) -> NeSyError {
            NeSyError(
                .badData, "The run lengths of a mask are damaged.",
                expected: "counts: lengths that add up to \(pixels) pixels, or their string", found: found)
        }
        let read = json?.stringValue.map { COCOArea.runs(compressed: $0) } ?? integers(json)
        guard let runs = read else { throw refuse(json.map { String($0.text().prefix(60)) } ?? "no key counts") }
        var sum = 0
        for length in runs {
            guard (0...pixels - sum).contains(length) else { throw refuse("a length of \(length) after \(sum) pixels") }
            sum += length
        }
        guard sum == pixels else { throw refuse("\(sum) pixels") }
        return runs
    }

    private static func integers(_ json: JSON?) -> [Int]? {
        guard let values = json?.arrayValue?.map(\.intValue), !values.contains(nil) else { return nil }
        return values.compactMap(\.self)
    }

    private static func list(_ key: String, _ json: JSON) throws(NeSyError) -> [JSON] {
        guard let list = json[key]?.arrayValue else {
            throw NeSyError(
                .badData, "The file is no list of COCO instances.",
                expected: "an object with the lists images, annotations and categories", found: "no list \(key)")
        }
        return list
    }

    private static func number(_ key: String, _ json: JSON) throws(NeSyError) -> Int {
        guard let value = json[key]?.intValue else { throw missing(key, "whole number", json) }
        return value
    }

    private static func text(_ key: String, _ json: JSON) throws(NeSyError) -> String {
        guard let value = json[key]?.stringValue else { throw missing(key, "text", json) }
        return value
    }

    private static func missing(_ key: String, _ kind: String, _ json: JSON) -> NeSyError {
        NeSyError(
            .badData, "An entry is incomplete.", expected: "\(key): a \(kind)",
            found: json[key].map { String($0.text().prefix(60)) } ?? "no key \(key)")
    }
}
