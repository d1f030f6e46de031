import NeSyInduction
import NeSyJSON

/// Which classes, or other heads, share rules and which have rules of their own.
public struct HeadSharing: Sendable, Hashable {
    /// One head that rules speak of.
    public struct Row: Sendable, Hashable {
        public var name: String
        /// Rules that have no other head, and their tails.
        public var ownRules: Int
        public var ownTails: Int
        /// Rules that have other heads too, and their tails.
        public var sharedRules: Int
        public var sharedTails: Int
        /// The other heads, those with the most tails in common first.
        public var partners: [Partner]
    }

    public struct Partner: Sendable, Hashable {
        public var name: String
        public var rules: Int
        public var tails: Int
    }

    /// In the order of the layer; heads that no rule speaks of are left out.
    public let rows: [Row]

    public init(_ mined: MinedRules, pair: LayerPair) {
        var rows: [Int: Row] = [:]
        var partners: [Int: [Int: Partner]] = [:]
        for rule in mined.rules.map(\.rule) {
            for head in rule.head {
                var row =
                    rows[head]
                    ?? Row(
                        name: pair.name(head), ownRules: 0, ownTails: 0, sharedRules: 0, sharedTails: 0, partners: [])
                if rule.head.count == 1 {
                    row.ownRules += 1
                    row.ownTails += rule.tail.count
                } else {
                    row.sharedRules += 1
                    row.sharedTails += rule.tail.count
                }
                rows[head] = row
                for other in rule.head where other != head {
                    var partner = partners[head]?[other] ?? Partner(name: pair.name(other), rules: 0, tails: 0)
                    partner.rules += 1
                    partner.tails += rule.tail.count
                    partners[head, default: [:]][other] = partner
                }
            }
        }
        self.rows = rows.sorted { $0.key < $1.key }.map { head, row in
            var row = row
            row.partners = (partners[head] ?? [:]).sorted { ($1.value.tails, $0.key) < ($0.value.tails, $1.key) }
                .map(\.value)
            return row
        }
    }

    var json: JSON {
        .array(
            rows.map { row in
                [
                    "head": .string(row.name),
                    "own": ["rules": .integer(row.ownRules), "tails": .integer(row.ownTails)],
                    "shared": ["rules": .integer(row.sharedRules), "tails": .integer(row.sharedTails)],
                    "with": .array(
                        row.partners.map {
                            [
                                "head": .string($0.name), "rules": .integer($0.rules), "tails": .integer($0.tails),
                            ]
                        }),
                ]
            })
    }
}
