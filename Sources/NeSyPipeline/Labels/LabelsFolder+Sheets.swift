import NeSyReport
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

    /// Puts sheets in the place of earlier ones. The table comes last, so that a folder with one has all its sheets.
    func replaceSheets(_ sheets: [PictureFile], table: String) throws(NeSyError) {
        do throws(StorageError) {
            try files.makeDirectory(sheetsFolder)
            try files.sweep(sheetsFolder)
            for name in try files.list(sheetsFolder) where name.hasSuffix(".png") {
                try files.remove(sheetsFolder + "/" + name)
            }
        } catch { throw NeSyError(writing: error) }
        for sheet in sheets { try files.encode(sheet.bytes, to: sheetsFolder + "/" + sheet.name) }
        try files.encode(Array(table.utf8), to: namesFile)
    }
}
