import NeSyData
import NeSyFormats
import NeSyNetworks
import NeSyReport
import NeSyTensor

/// Draws what the filters of the rules look at: their maps over the images that excite them most.
struct PredicatePictures {
    /// Sides of a tile in pixels, the largest that fits the budget being taken.
    private static let sides = [144, 112, 80, 56]
    private static let quality = 82
    /// Tiles from which the size of all is estimated.
    private static let sample = 32

    let evidence: FilterEvidence
    /// The images that the evidence is on.
    let dataset: ImageDataset
    let pool: WorkerPool

    /// How large tiles are, and how many there are.
    struct Plan: Sendable, Hashable {
        var side: Int
        /// Tiles of a predicate.
        var top: Int
        /// Predicates that have tiles, the first ones.
        var predicates: Int
    }

    /// The tiles of one predicate, the strongest first, and all of them on one sheet.
    struct Row: Sendable {
        let tiles: [EncodedPicture]
        let montage: [UInt8]
    }

    /// The largest and most tiles whose bytes fit, estimated from some of them.
    /// - Throws: what reading the images throws.
    func plan(_ budget: ByteBudget) throws(NeSyError) -> Plan {
        let most = evidence.strongest.map(\.count).max() ?? 0
        let all = evidence.filters.count
        guard let left = budget.left, most > 0 else {
            return Plan(side: PredicatePictures.sides[0], top: most, predicates: all)
        }
        let places = evidence.strongest.enumerated().flatMap { filter, images in
            images.indices.map { (filter: filter, rank: $0) }
        }
        let chosen = stride(from: 0, to: places.count, by: max(1, places.count / PredicatePictures.sample)).map {
            places[$0]
        }
        var cost = 0.0
        for side in PredicatePictures.sides {
            let sizes = pool.map(parts: chosen.count) { index -> Result<Int, NeSyError> in
                do throws(NeSyError) {
                    let image = try drawing(chosen[index].filter, chosen[index].rank, side: side)
                    return .success(try JPEG.encode(image, quality: PredicatePictures.quality).count)
                } catch { return .failure(error) }
            }
            var bytes = 0
            for size in sizes { bytes += ByteBudget.cost(of: try size.get()) }
            // Some margin: the tiles of the sample may be smaller than the others.
            cost = 1.05 * Double(bytes) / Double(chosen.count)
            if cost * Double(places.count) <= Double(left) {
                return Plan(side: side, top: most, predicates: all)
            }
        }
        let affordable = Int(Double(left) / cost)
        return Plan(
            side: PredicatePictures.sides.last ?? 56, top: affordable == 0 ? 0 : min(most, max(1, affordable / all)),
            predicates: min(all, affordable))
    }

    /// The tiles of one predicate.
    /// - Throws: what reading the images throws.
    func row(_ predicate: Int, _ plan: Plan) throws(NeSyError) -> Row {
        var tiles: [EncodedPicture] = []
        var images: [RasterImage] = []
        for rank in evidence.strongest[predicate].indices.prefix(plan.top) {
            let image = try drawing(predicate, rank, side: plan.side)
            tiles.append(
                EncodedPicture(
                    bytes: try JPEG.encode(image, quality: PredicatePictures.quality), format: .jpeg,
                    width: image.width, height: image.height))
            images.append(image)
        }
        return Row(tiles: tiles, montage: try PNG.encode(Montage(images, columns: 5).image()))
    }

    private func drawing(_ predicate: Int, _ rank: Int, side: Int) throws(NeSyError) -> RasterImage {
        let found = evidence.strongest[predicate][rank]
        return ActivationPicture(
            photo: try dataset.image(found.image), map: found.map, placement: evidence.placement
        ).heat(side: side, showsField: true)
    }
}
