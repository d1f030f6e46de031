/// Where the pictures of a page go: into it, or into files beside it.
struct PageAssets {
    let layout: ReportPage.Layout
    private(set) var files: [ReportFile] = []
    /// Pictures that are shown more than once, each a class of the style sheet.
    private(set) var style = ""

    init(_ layout: ReportPage.Layout) { self.layout = layout }

    /// The address of a picture.
    /// - Parameter name: of the file without its ending, if it becomes one; made of letters, digits, `.`, `_`, `-`.
    mutating func address(of picture: EncodedPicture, named name: String) -> String {
        switch layout {
        case .single: return "data:image/\(picture.format.rawValue);base64," + Base64.encode(picture.bytes)
        case .assets(let folder):
            let path = "\(folder)/\(name).\(picture.format == .png ? "png" : "jpg")"
            files.append(ReportFile(path: path, bytes: picture.bytes))
            return path.escapedForAddress
        }
    }

    /// Makes a class of the style sheet with the picture as its ground, so that it can be shown in many places.
    mutating func addGround(_ picture: EncodedPicture, class name: String, file: String, more: String = "") {
        style += ".\(name){background-image:url(\"\(address(of: picture, named: file))\")\(more)}\n"
    }
}
