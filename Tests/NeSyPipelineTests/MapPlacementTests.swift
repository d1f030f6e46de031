import NeSyNetworks
import NeSyPipeline
import NeSyReport
import Testing

@Suite struct MapPlacementTests {
    static let image = FeatureShape(height: 224, width: 224, channels: 3)

    /// Even padding and poolings: the positions share the picture out among them.
    @Test func evenNetworksSpreadTheirMaps() throws {
        let graph = try Architecture.vgg11.graph(input: Self.image, classes: 4)
        let placement = try MapPlacement(of: "filters", in: graph)
        #expect(placement.rows == placement.columns)
        #expect(abs(placement.rows.first - 1.0 / 14) < 1e-12 && abs(placement.rows.step - 1.0 / 7) < 1e-12)
        #expect(placement.rows.fields[0] == 0...91.0 / 224)
    }

    /// A strided 3x3 convolution with padding 1 looks at the first of two pixels.
    @Test func stridedNetworksLookUpAndLeft() throws {
        let graph = try Architecture.resnet18.graph(input: Self.image, classes: 4)
        let placement = try MapPlacement(of: "filters", in: graph)
        #expect(placement.rows.first == 0.5 / 224 && placement.rows.step == 32.0 / 224)
        #expect(placement.columns.fields.count == 7)
    }

    @Test func aVectorSeesEverything() throws {
        let graph = try Architecture.tiny.graph(
            input: FeatureShape(height: 32, width: 48, channels: 1), classes: 3)
        let placement = try MapPlacement(of: "output", in: graph)
        #expect(placement.rows.fields == [0...1] && placement.columns.fields == [0...1])
    }
}
