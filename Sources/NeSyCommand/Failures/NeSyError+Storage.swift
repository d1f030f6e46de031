import NeSy

extension NeSyError {
    /// A failed file operation in the words of the person at the keyboard.
    init(_ error: StorageError) {
        let doing =
            switch error.operation {
            case .open, .read: "read"
            case .create, .write, .sync, .rename, .close: "write"
            case .list: "list"
            case .makeDirectory: "make the folder"
            case .remove: "remove"
            case .inspect: "look at"
            }
        let isInput =
            switch error.operation {
            case .open, .read, .list, .inspect: true
            default: false
            }
        let (found, remedy): (String, String?) =
            switch error.reason {
            case .notFound: ("no such file or folder", isInput ? "check the path" : "make the folder first")
            case .permissionDenied: ("permission denied", isInput ? nil : "choose a folder that can be written")
            case .diskFull: ("the disk is full", "free some space, or choose another disk")
            case .isDirectory: ("a folder", isInput ? "name a file" : "name a file, or remove the folder")
            case .notDirectory: ("a file where a folder should be", nil)
            case .alreadyExists: ("it is there already", nil)
            case .tooLarge(let limit): ("more than \(limit) bytes", nil)
            case .system(let code): (SystemMessage.text(code), nil)
            }
        let kind: Kind =
            if !isInput { .cannotCreateOutput } else if case .tooLarge = error.reason { .badData } else { .missingInput }
        self.init(kind, "cannot \(doing) \(error.path)", at: error.path, found: found, remedy: remedy)
    }
}
