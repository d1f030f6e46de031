import NeSyStorage
import NeSyTensor

extension FileSystem {
    /// Reads a whole file and hands its bytes to the reader of a format: `files.decode(path, IDX.decode)`.
    /// An error of the reader gets the path in front of its byte or line.
    public func decode<Value>(
        _ path: String, limit: Int = .max, _ reader: ([UInt8]) throws(NeSyError) -> Value
    ) throws(NeSyError) -> Value {
        let bytes: [UInt8]
        do throws(StorageError) { bytes = try read(path, limit: limit) } catch { throw NeSyError(reading: error) }
        do throws(NeSyError) { return try reader(bytes) } catch { throw error.located(at: path) }
    }

    /// Writes the bytes of an encoded file, whole or not at all.
    public func encode(_ bytes: [UInt8], to path: String) throws(NeSyError) {
        do throws(StorageError) { try write(path, bytes) } catch { throw NeSyError(writing: error) }
    }
}
