extension String {
    /// The text as a part of a plain file name: letters, digits, `.`, `_` and `-` stay.
    var asFileName: String {
        let kept = unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": Character(scalar)
            default: "-"
            }
        }
        return String(kept.first == "." ? ["-"] + kept : kept)
    }
}
