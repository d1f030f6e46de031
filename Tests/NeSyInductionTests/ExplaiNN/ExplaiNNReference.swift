import Foundation
import NeSyInduction
import NeSyJSON
import NeSyTensor
import NeSyTestSupport

/// Figures of the score that were computed by another implementation.
enum ExplaiNNReference {
    static let file = "reference/explainn.json"

    static let document: JSON? = {
        guard let data = FileManager.default.contents(atPath: SharedData.path(file)) else { return nil }
        return try? JSON.parse(data)
    }()

    /// A table with rules and their score in several readings.
    struct Case: Sendable, CustomStringConvertible {
        let json: JSON
        var name: String { json["name"]?.stringValue ?? "" }
        var description: String { name }
        var items: BitMatrix {
            let rows = json["rows"]?.arrayValue ?? []
            var matrix = BitMatrix(rows: rows.count, columns: json["items"]?.intValue ?? 0)
            for (row, items) in rows.enumerated() {
                for item in items.integers { matrix[row, item] = true }
            }
            return matrix
        }
        var rules: [ItemRule] { (json["rules"]?.arrayValue ?? []).map(ItemRule.init) }
        var expected: [JSON.Member] { json["expected"]?.members ?? [] }
    }

    static var cases: [Case] { (document?["cases"]?.arrayValue ?? []).map(Case.init) }

    /// `strict_paper_example` is strict less L_N(|M|).
    static let readings = [
        "strict_paper_example": ScoreReading(mode: .strict), "strict": ScoreReading(mode: .strict),
        "robust": ScoreReading(), "robust_cover_holds": ScoreReading(cover: .holds),
    ]
}

extension JSON {
    var integers: [Int] { (arrayValue ?? []).compactMap(\.intValue) }
}

extension ItemRule {
    init(json: JSON) {
        self.init(
            head: json["head"]?.integers ?? [], tail: json["tail"]?.integers ?? [],
            headThreshold: json["l"]?.intValue ?? 0, tailThreshold: json["k"]?.intValue ?? 0)
    }
}

extension BitMatrix {
    /// The columns, in this order.
    func selecting(_ chosen: some Collection<Int>) -> BitMatrix {
        var part = BitMatrix(rows: rows, columns: chosen.count)
        for (target, source) in chosen.enumerated() { part.setColumn(target, to: column(source)) }
        return part
    }
}
