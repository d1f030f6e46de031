/// A part of an image in pixels, edges between pixels allowed.
struct CropBox: Hashable {
    var left: Double
    var top: Double
    var width: Double
    var height: Double

    init(left: Double, top: Double, width: Double, height: Double) {
        self.left = left
        self.top = top
        self.width = width
        self.height = height
    }

    /// The whole of an image.
    init(width: Int, height: Int) {
        self.init(left: 0, top: 0, width: Double(width), height: Double(height))
    }
}
