import NeSyFormats
import NeSyLogic
import NeSyStorage
import NeSyTensor

extension RulesFolder {
    /// The rows that rules over filters were learned from, as `facts.lp` keeps them: a column for each filter that the
    /// program speaks of.
    /// - Returns: nil where the folder has no facts, or where these or the rules beside them are not the program's.
    func keptRows(of program: RuleProgram) throws(NeSyError) -> Table? {
        guard try text("rules.lp") == program.clingo(RuleExtraction.notation), let facts = try text("facts.lp") else {
            return nil
        }
        var rows = 0
        var holding = Dictionary(uniqueKeysWithValues: program.usedAttributes.map { ($0, [Int]()) })
        for line in facts.utf8.split(separator: UInt8(ascii: "\n")) {
            guard line.suffix(2).elementsEqual(").".utf8), let open = line.firstIndex(of: UInt8(ascii: "(")),
                let name = String(line[..<open]), let number = String(line[line.index(after: open)...].dropLast(2)),
                let row = Int(number)
            else { return nil }
            if name == "row" {
                guard row == rows else { return nil }
                rows += 1
            } else {
                guard holding[name] != nil, (0..<rows).contains(row) else { return nil }
                holding[name]?.append(row)
            }
        }
        return Table(
            rowCount: rows,
            columns: program.usedAttributes.map { attribute in
                var bits = BitColumn(rows: rows)
                for row in holding[attribute] ?? [] { bits[row] = true }
                return TableColumn(name: attribute, bits: bits)
            })
    }

    /// A file of the folder; nil where there is none.
    private func text(_ name: String) throws(NeSyError) -> String? {
        do throws(StorageError) {
            guard try files.inspect(path + "/" + name) != nil else { return nil }
            return String(validating: try files.read(path + "/" + name), as: UTF8.self)
        } catch { throw NeSyError(reading: error) }
    }
}
