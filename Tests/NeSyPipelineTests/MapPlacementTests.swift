import NeSyNetworks
import NeSyPipeline
import NeSyTensor
import Testing

@Suite struct MapPlacementTests {
    static let image = FeatureShape(height: 224, width: 224, channels: 3)

    /// Even padding and poolings: the positions share the picture out among them.
    @Test func evenNetworksSpreadTheirMaps() throws {
        let graph = try Architecture.vgg11.graph(input: Self.image, classes: 4)
        let placement = try MapPlacement(of: "filters", in: graph)
        #expect(placement.rows == placement.columns)
        #expect(placement.rows.extent == 224 && placement.rows.first == 16 && placement.rows.step == 32)
        #expect(placement.rows.fields[0] == 0...91)
        let tiny = try Architecture.tiny.graph(input: FeatureShape(height: 64, width: 64, channels: 3), classes: 3)
        let small = try MapPlacement(of: "filters", in: tiny)
        #expect(small.rows.first == 4 && small.rows.step == 8 && small.width == 8)
    }

    /// A strided 3x3 convolution with padding 1 looks at the first of two pixels.
    @Test func stridedNetworksLookUpAndLeft() throws {
        let graph = try Architecture.resnet18.graph(input: Self.image, classes: 4)
        let placement = try MapPlacement(of: "filters", in: graph)
        #expect(placement.rows.first == 0.5 && placement.rows.step == 32)
        #expect(placement.width == 7)
    }

    @Test func aVectorSeesEverything() throws {
        let graph = try Architecture.tiny.graph(
            input: FeatureShape(height: 32, width: 48, channels: 1), classes: 3)
        let placement = try MapPlacement(of: "output", in: graph)
        #expect(placement.rows.fields == [0...32] && placement.columns.fields == [0...48])
    }
}
