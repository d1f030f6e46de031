import Foundation
import NeSyJSON
import NeSyTensor
import NeSyTestSupport

/// Published rule texts and the tables they were learned from.
enum ReferenceData {
    static let file = "reference/fold-se.json"

    static let document: JSON? = {
        guard let data = FileManager.default.contents(atPath: SharedData.path(file)) else { return nil }
        return try? JSON.parse(data)
    }()

    static var models: [JSON] { document?["api_models"]?.arrayValue ?? [] }

    /// The data sets whose tables are there and which have a text under this key.
    static func dataSets(withText key: String) -> [String] {
        (document?["datasets"]?.members ?? []).filter { member in
            member.value[key]?["text"] != nil
                && member.value.strings("files").allSatisfy { SharedData.isPresent("data/uci/\($0)") }
                && !member.value.strings("files").isEmpty
        }.map(\.key)
    }

    /// A data set's training rows; the attributes and which are numeric come under the given keys.
    static func training(
        _ entry: JSON, attributes: String = "attribute_order", numeric: String = "numeric",
        declaringNumeric: Bool = true
    ) -> (table: Table, labels: Labels) {
        let file = entry["file"]?.stringValue ?? entry.strings("files")[0]
        let source = UCITable(path: SharedData.path("data/uci/\(file)"))
        let test = Set((entry["test_rows"]?.arrayValue ?? []).compactMap(\.intValue))
        return source.table(
            rows: source.rows.indices.filter { !test.contains($0) }, attributes: entry.strings(attributes),
            numeric: Set(entry.strings(numeric)), declaringNumeric: declaringNumeric,
            label: entry["label_column"]?.stringValue ?? "label")
    }
}

extension JSON {
    func strings(_ key: String) -> [String] { (self[key]?.arrayValue ?? []).compactMap(\.stringValue) }
}

/// The tables of `data/uci`: commas, no quotes, a header line, LF or CRLF.
struct UCITable {
    let header: [String]
    let rows: [[String]]

    init(path: String) {
        let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        header = lines.first ?? []
        rows = Array(lines.dropFirst())
    }

    func table(
        rows chosen: [Int], attributes: [String], numeric: Set<String>, declaringNumeric: Bool, label: String
    ) -> (table: Table, labels: Labels) {
        let columns = attributes.map { name in
            let index = header.firstIndex(of: name)!
            let isNumeric = numeric.contains(name)
            return TableColumn(
                name: name, isNumeric: isNumeric && declaringNumeric,
                cells: chosen.map { row in
                    let text = rows[row][index]
                    if isNumeric, let value = Double(text), !value.isNaN { return .number(value) }
                    return .string(text)
                })
        }
        let labelIndex = header.firstIndex(of: label)!
        return (
            Table(rowCount: chosen.count, columns: columns),
            Labels(names: chosen.map { rows[$0][labelIndex] })
        )
    }
}
