import NeSyStorage
import NeSyTensor

extension NeSyError {
    /// The error of a file that was to be read.
    public init(reading error: StorageError) {
        switch error.reason {
        case .notFound:
            self.init(
                .missingInput, "The file does not exist.", at: error.path, remedy: "check the path for a typing error")
        case .tooLarge(let limit):
            self.init(.badData, "The file is too large.", at: error.path, expected: "at most \(limit) bytes")
        case .isDirectory:
            self.init(
                .missingInput, "A folder stands where a file should be.", at: error.path, expected: "a file",
                found: "a folder")
        default:
            self.init(
                .missingInput, "The file could not be read (\(error.operation.rawValue)).", at: error.path,
                found: error.reason.sentence)
        }
    }

    /// The error of a file or folder that was to be written.
    public init(writing error: StorageError) {
        self.init(
            .cannotCreateOutput, "The output could not be written (\(error.operation.rawValue)).", at: error.path,
            found: error.reason.sentence,
            remedy: error.reason == .diskFull ? "free some space and run the command again" : nil)
    }
}

extension StorageError.Reason {
    fileprivate var sentence: String {
        switch self {
        case .notFound: "a folder of this path does not exist"
        case .permissionDenied: "permission denied"
        case .diskFull: "the disk is full"
        case .isDirectory: "a folder stands there"
        case .notDirectory: "a part of the path is no folder"
        case .alreadyExists: "something stands there already"
        case .tooLarge(let limit): "more than \(limit) bytes"
        case .system(let errno): "system error \(errno)"
        }
    }
}
