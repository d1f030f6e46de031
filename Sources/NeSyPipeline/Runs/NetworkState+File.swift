import NeSyFormats
import NeSyNetworks
import NeSyStorage
import NeSyTensor

extension NetworkState {
    /// The weights in a file: a checkpoint's, or all tensors of any other safetensors file.
    /// - Throws: bad data when the file is damaged.
    init(file path: String, files: FileSystem) throws(NeSyError) {
        let file = try files.decode(path, SafeTensors.decode)
        if file.metadata["format"] == Checkpoint.format {
            self = try Checkpoint(file: path, files: files).network
        } else {
            self.init(file.tensors.sorted { $0.key < $1.key }.map { NamedTensor($0.key, $0.value.tensor) })
        }
    }
}
