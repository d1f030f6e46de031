import NeSy

extension FileSystem {
    /// - Parameter option: the one that names the file.
    /// - Throws: `.cannotCreateOutput` when something stands where a file is to be written.
    func refuseExisting(_ path: String, option: String) throws(NeSyError) {
        let entry: Entry?
        do throws(StorageError) { entry = try inspect(path) } catch { throw NeSyError(writing: error) }
        if entry != nil {
            throw NeSyError(
                .cannotCreateOutput, "The file is there already.", at: path, expected: "a new file",
                remedy: "Choose another --\(option), or add --force to replace it.")
        }
    }
}
