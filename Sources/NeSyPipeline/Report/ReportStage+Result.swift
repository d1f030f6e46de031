import NeSyJSON
import NeSyReport

extension ReportStage {
    /// What was written, in the words of `report --json`.
    public struct Result: Sendable {
        /// The run, and the one that it was compared with.
        public let runs: [String]
        public let page: String
        /// Of the page.
        public let bytes: Int
        /// Where the other files are, and their names.
        public let folder: String
        public let files: [String]
        /// What the page shows, of each run.
        public let contents: [ReportContents]
        /// Images that network and rules were judged on.
        public let evaluated: Int
        public let seconds: (read: Double, draw: Double, write: Double)

        /// Images that are shown small.
        public var thumbnails: Int { contents[0].images.count { $0.thumbnail != nil } }
        /// Images beside predicates.
        public var tiles: Int { contents[0].predicates.reduce(0) { $0 + $1.tiles.count } }

        public var json: JSON {
            let size = contents[0].program.size
            return [
                "schema": "nesy.report/1",
                "run": .string(runs[0]),
                "against": runs.count > 1 ? .string(runs[1]) : .null,
                "file": .string(page),
                "bytes": .integer(bytes),
                "rules": .integer(size.rules),
                "top_rules": .integer(size.topRules),
                "exceptions": .integer(size.exceptions),
                "predicates": .integer(size.predicates),
                "evaluated_on": .string(contents[0].evaluatedOn),
                "images": [
                    "evaluated": .integer(evaluated), "listed": .integer(contents[0].images.count),
                    "thumbnails": .integer(thumbnails), "beside_predicates": .integer(tiles),
                ],
                "seconds": [
                    "read": .number(seconds.read), "draw": .number(seconds.draw), "write": .number(seconds.write),
                ],
                "files": .object(
                    [JSON.Member("report.html", .string(page))]
                        + files.map { JSON.Member($0, .string(folder + "/" + $0)) }),
            ]
        }
    }
}
