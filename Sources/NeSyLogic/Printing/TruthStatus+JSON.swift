import NeSyJSON
import NeSyTensor

extension TruthStatus {
    /// One word, as documents and tables have it.
    var name: String {
        switch self {
        case .empirical: "empirical"
        case .proved: "proved"
        case .refuted: "refuted"
        }
    }

    /// The status as members of the rule's object.
    var jsonMembers: [JSON.Member] {
        let status = JSON.Member("status", .string(name))
        guard case .refuted(let counterexample) = self else { return [status] }
        let cells = counterexample.map { ["attribute": .string($0.attribute), "cell": $0.cell.json] as JSON }
        return [status, .init("counterexample", .array(cells))]
    }

    /// The status of a rule's object; nil when it has none.
    init?(json: JSON, at place: String) throws(NeSyError) {
        if json["status"] == nil { return nil }
        let name = try json.require("status", "empirical, proved or refuted", at: place) {
            $0.stringValue.flatMap { ["empirical", "proved", "refuted"].contains($0) ? $0 : nil }
        }
        switch name {
        case "empirical": self = .empirical
        case "proved": self = .proved
        default:
            self = .refuted(
                counterexample: try json.require("counterexample", "an array of cells", at: place) {
                    $0.arrayValue?.map { entry -> AttributeValue? in
                        guard let attribute = entry["attribute"]?.stringValue,
                            let cell = entry["cell"].flatMap(TableColumn.Cell.init(json:))
                        else { return nil }
                        return AttributeValue(attribute, cell)
                    }.complete()
                })
        }
    }
}
