import NeSyTensor

/// The objects of a file of COCO instances by image, painted when a mask is asked for; ``MaskSource/Format/coco`` says
/// what covers what.
struct COCOInstances: Sendable {
    struct Image: Sendable {
        let name: String
        let height: Int
        let width: Int
        var objects: [Object] = []
    }

    struct Object: Sendable {
        let concept: Int32
        let area: COCOArea
    }

    let path: String
    let images: [Image]
    /// The position among the images by the position of an image of the data set.
    let positions: [Int?]

    func mask(_ sample: ImageDataset.Sample, height: Int, width: Int) throws(NeSyError) -> ConceptMask {
        guard let position = positions[sample.position] else {
            throw ConceptMasks.missing(sample.name, at: path, expected: "an entry in images with its file_name")
        }
        let image = images[position]
        try ConceptMasks.check(
            (image.height, image.width), at: "\(path), image \(image.name)", image: sample.name, height: height,
            width: width)
        var canvas = AreaCanvas(height: height, width: width)
        // Drawn twice rather than kept: an image may have thousands of objects.
        let sizes = image.objects.map { object in
            canvas.fill(object.area)
            return canvas.count
        }
        var ids = [Int32](repeating: ConceptMask.void, count: height * width)
        for index in sizes.indices.sorted(by: { (sizes[$1], $0) < (sizes[$0], $1) }) {
            canvas.fill(image.objects[index].area)
            canvas.paint(image.objects[index].concept, into: &ids)
        }
        return ConceptMask(height: height, width: width, ids: ids)
    }
}
