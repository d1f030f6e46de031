import NeSyStorage
import NeSyTensor

extension LabelsFolder {
    /// Contact sheets, one for each filter.
    public var sheetsFolder: String { path + "/sheets" }
    /// The table that people write names into.
    public var namesFile: String { path + "/names.csv" }

    func hasNames() throws(NeSyError) -> Bool {
        do throws(StorageError) { return try files.inspect(namesFile) != nil } catch { throw NeSyError(reading: error) }
    }

    /// Where a filter's sheet stands.
    func sheet(_ filter: Int) -> String { "\(sheetsFolder)/f\(filter).png" }

    func makeSheetsFolder() throws(NeSyError) {
        do throws(StorageError) {
            try files.makeDirectory(sheetsFolder)
            try files.sweep(sheetsFolder)
        } catch { throw NeSyError(writing: error) }
    }

    /// Ends a drawing of sheets: those of other filters go, and the table comes last, so that a folder with one has all
    /// its sheets.
    func finishSheets(_ filters: [Int], table: String) throws(NeSyError) {
        let drawn = Set(filters.map(sheet))
        do throws(StorageError) {
            for name in try files.list(sheetsFolder) where name.hasSuffix(".png") {
                let file = sheetsFolder + "/" + name
                if !drawn.contains(file) { try files.remove(file) }
            }
        } catch { throw NeSyError(writing: error) }
        try files.encode(Array(table.utf8), to: namesFile)
    }
}
