import NeSyFormats
import NeSyJSON
import NeSyStorage
import NeSyTensor

/// The tables that name concepts.
extension MaskReader {
    /// The largest list of names that is read.
    private static let listLimit = 1 << 24

    /// `concepts.csv`.
    func indexCoding() throws(NeSyError) -> (concepts: [String], coding: MaskCoding) {
        guard let path = try nameFile(["concepts.csv"]) else {
            throw missingNames(
                "concepts.csv with the columns id and name",
                remedy: "write it beside the masks or into the folder above")
        }
        return try coding(.ids, conceptTable(path), path)
    }

    /// `labelmap.txt`, else the colours of Pascal VOC.
    func colourCoding() throws(NeSyError) -> (concepts: [String], coding: MaskCoding) {
        guard let path = try nameFile(["labelmap.txt"]) else {
            let entries = PascalVOC.classes.enumerated().map { (PascalVOC.colour($0), $1) }
            var (concepts, coding) = try coding(.colours, ConceptTable(entries) { _ in "" }, "Pascal VOC")
            coding.concept[PascalVOC.void] = ConceptMask.void
            return (concepts, coding)
        }
        let lines = try lines(path)
        var entries: [(Int, String)] = []
        var rows: [Int] = []
        for (row, line) in lines.enumerated() {
            let line = ConceptName.trimmed(line)
            if line.isEmpty || line.hasPrefix("#") { continue }
            // name:red,green,blue:parts:actions
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            let samples = fields.count > 1 ? fields[1].split(separator: ",").map { UInt8(ConceptName.trimmed($0)) } : []
            guard samples.count == 3, let red = samples[0], let green = samples[1], let blue = samples[2] else {
                throw NeSyError(
                    .badData, "A line of the label map has no colour.", at: "\(path), line \(row + 1)",
                    expected: "name:red,green,blue with numbers from 0 to 255", found: line)
            }
            entries.append((Int(red) << 16 | Int(green) << 8 | Int(blue), ConceptName.trimmed(fields[0])))
            rows.append(row)
        }
        return try coding(.colours, ConceptTable(entries) { "\(path), line \(rows[$0] + 1)" }, path)
    }

    /// `concepts.csv`, `objects.txt`, or the JSON files beside the masks.
    func classCoding(_ documents: [String]) throws(NeSyError) -> (concepts: [String], coding: MaskCoding) {
        if let path = try nameFile(["concepts.csv"]) { return try coding(.redGreen, conceptTable(path), path) }
        if let path = try nameFile(["objects.txt"]) {
            let names = ADE20K.shortened(try lines(path).map(ConceptName.trimmed))
            let entries = names.enumerated().map { ($0 + 1, $1) }
            return try coding(.redGreen, ConceptTable(entries) { "\(path), line \($0 + 1)" }, path)
        }
        let entries = try ADE20K.classes(documents.map { root + "/" + $0 }, fileSystem)
        if entries.isEmpty {
            throw missingNames(
                "objects.txt with the name of class n on line n, concepts.csv, or the JSON files of 2021",
                remedy: "write the list objectnames of ADE20K's index file, one name a line, to objects.txt")
        }
        return try coding(.redGreen, ConceptTable(entries) { _ in root }, "the annotations of \(root)")
    }

    private func missingNames(_ expected: String, remedy: String) -> NeSyError {
        NeSyError(
            .missingInput, "The names of the concepts are missing.", at: root, expected: expected, found: "none of it",
            remedy: remedy)
    }

    private func coding(
        _ pixels: MaskCoding.Pixels, _ table: ConceptTable, _ path: String
    ) -> (concepts: [String], coding: MaskCoding) {
        (table.concepts, MaskCoding(pixels: pixels, concept: table.concept, table: path))
    }

    private func conceptTable(_ path: String) throws(NeSyError) -> ConceptTable {
        let table = try TextTable(path, fileSystem)
        let names = try table.column(["name"])
        var entries: [(Int, String)] = []
        for (row, text) in try table.column(["id"]).enumerated() {
            guard let id = Int(text), (0...65535).contains(id) else {
                throw NeSyError(
                    .badData, "The id of a concept is no number that a mask can show.", at: table.place(row),
                    expected: "0 to 65535", found: text)
            }
            entries.append((id, names[row]))
        }
        let order = entries.indices.sorted { (entries[$0].0, $0) < (entries[$1].0, $1) }
        return try ConceptTable(order.map { entries[$0] }) { table.place(order[$0]) }
    }

    private func lines(_ path: String) throws(NeSyError) -> [Substring] {
        try fileSystem.decode(path, limit: MaskReader.listLimit) { (bytes) throws(NeSyError) in
            let text = String(decoding: bytes, as: UTF8.self)
            var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            while lines.last?.isEmpty == true { lines.removeLast() }
            return lines
        }
    }
}
