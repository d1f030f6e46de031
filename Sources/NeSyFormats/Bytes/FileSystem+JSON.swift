import NeSyJSON
import NeSyStorage
import NeSyTensor

extension FileSystem {
    /// - Throws: `.missingInput`, or `.badData` naming the byte when the file is no JSON.
    public func decodeJSON(_ file: String, limit: Int = .max) throws(NeSyError) -> JSON {
        try decode(file, limit: limit) { (bytes) throws(NeSyError) in
            do throws(JSONError) {
                return try JSON.parse(bytes)
            } catch {
                throw NeSyError(
                    .badData, "The file is no JSON document.", at: "byte \(error.offset)", found: error.message)
            }
        }
    }
}
