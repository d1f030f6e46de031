/// One image that excites a filter, with what the filter sees on it drawn in.
public struct EvidenceTile: Sendable, Hashable {
    /// The image with heat map and outline.
    public var picture: EncodedPicture
    /// The image's name in the data set: `train/bathroom/0017.png`.
    public var name: String
    /// The filter's norm on it.
    public var norm: Double
    /// Its class in the data set.
    public var classIndex: Int
    /// Its place in ``ReportContents/images``; nil for an image that is not among them, a training image say.
    public var image: Int?

    public init(picture: EncodedPicture, name: String, norm: Double, classIndex: Int, image: Int? = nil) {
        self.picture = picture
        self.name = name
        self.norm = norm
        self.classIndex = classIndex
        self.image = image
    }
}
