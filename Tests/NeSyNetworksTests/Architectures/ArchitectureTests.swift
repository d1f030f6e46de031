import NeSyTensor
import Testing

@testable import NeSyNetworks

@Suite struct ArchitectureTests {
    static func square(_ side: Int, _ channels: Int = 3) -> FeatureShape {
        FeatureShape(height: side, width: side, channels: channels)
    }

    @Test(arguments: [("vgg16", 138_357_544), ("vgg11", 132_863_336), ("resnet18", 11_689_512)])
    func parametersAreAsPublished(name: String, count: Int) throws {
        #expect(try Architecture(name).graph(input: Self.square(224), classes: 1000).parameterCount == count)
    }

    @Test(arguments: ["tiny", "vgg11", "vgg16", "resnet18", "mnist", "mlp:64,32"], [32, 64, 224])
    func buildsAtEverySize(name: String, side: Int) throws {
        let graph = try Architecture(name).graph(input: Self.square(side), classes: 43)
        #expect(graph.shapes.last == FeatureShape(43))
        #expect(graph.taps["filters"] != nil)
    }

    @Test func tinyIsThePrototypesNetwork() throws {
        let fashion = try Architecture.tiny.graph(input: Self.square(28, 1), classes: 10)
        #expect(try fashion.shape(of: "filters") == FeatureShape(height: 4, width: 4, channels: 128))
        #expect(try fashion.shape(of: "flatten") == FeatureShape(2048))
        let signs = try Architecture.tiny.graph(input: Self.square(32), classes: 43)
        #expect(try signs.shape(of: "filters").channels == 256)
        let rooms = try Architecture.tiny.graph(
            input: Self.square(64), classes: 3, options: ArchitectureOptions(filters: 64))
        #expect(try rooms.shape(of: "filters") == FeatureShape(height: 8, width: 8, channels: 64))
        #expect(rooms.nodes.contains { $0.layer == .globalAverage })
        #expect(Architecture.tinyReceptiveField(stages: 3, 1) == 54)
        #expect(Architecture.tinyReceptiveField(stages: 3, 2) == 70)
    }

    @Test(arguments: [28, 32, 54, 64, 65, 96, 128, 224, 512])
    func tinySeesTheImage(side: Int) throws {
        let graph = try Architecture.tiny.graph(input: Self.square(side), classes: 3)
        let stages = graph.nodes.count { if case .pooling = $0.layer { true } else { false } }
        #expect(Double(Architecture.tinyReceptiveField(stages: stages, 1)) >= 0.84 * Double(side))
    }

    @Test func tinyOptions() throws {
        let options = ArchitectureOptions(
            filters: 20, head: .flat, normalizesFilters: false, middleConvolutions: 2)
        let graph = try Architecture.tiny.graph(input: Self.square(64), classes: 3, options: options)
        #expect(!graph.nodes.contains { $0.name == "bn6" })
        #expect(graph.nodes.contains { $0.name == "bn5" })
        #expect(try graph.shape(of: "flatten") == FeatureShape(8 * 8 * 20))
        #expect(throws: NeSyError.self) {
            try Architecture.tiny.graph(
                input: Self.square(64), classes: 3, options: ArchitectureOptions(head: .full))
        }
        #expect(throws: NeSyError.self) {
            try Architecture.tiny.graph(
                input: Self.square(64), classes: 3, options: ArchitectureOptions(filters: 0))
        }
    }

    @Test func mnistHasTheAppendixSizes() throws {
        let graph = try Architecture.mnist.graph(input: Self.square(28, 1), classes: 10)
        #expect(try graph.shape(of: "relu1").count == 13_520)
        #expect(try graph.shape(of: "filters").count == 23_040)
        #expect(graph.parameterCount == 20 * 10 + 40 * 181 + 5760 * 64 + 64 + 650)
    }

    @Test(arguments: [5, 200])
    func everyClassHasFiveFilters(classes: Int) throws {
        #expect(ArchitectureOptions().filters(for: classes) >= 5 * classes)
    }

    @Test func tooSmallAnImageNamesTheLayer() {
        let error = #expect(throws: NeSyError.self) {
            try Architecture.vgg16.graph(input: Self.square(16), classes: 2)
        }
        #expect(error?.location == "layer 'pool5'")
        #expect(error?.found?.contains("1 x 1") == true)
        #expect(throws: NeSyError.self) { try Architecture.mnist.graph(input: Self.square(4), classes: 2) }
    }

    @Test(arguments: [("vgg-16", "vgg16"), ("Tiny", "tiny"), ("resnet50", "resnet18"), ("minst", "mnist")])
    func unknownNamesSuggestTheClosest(name: String, closest: String) {
        let error = #expect(throws: NeSyError.self) { try Architecture(name) }
        #expect(error?.kind == .usage)
        #expect(error?.remedy == "Did you mean '\(closest)'?")
        #expect(error?.expected?.contains("vgg11") == true)
    }

    @Test(arguments: ["mlp:", "mlp:a", "mlp:3,", "mlp:-1", "mlp:99999999999999999999", "mlp:2000000"])
    func malformedWidthsAreRefused(name: String) {
        #expect(throws: NeSyError.self) { try Architecture(name) }
    }

    @Test func namesAreReadBack() throws {
        for name in Architecture.names { #expect(try Architecture(name).description == name) }
    }

    @Test func tablesNeedNoFlatten() throws {
        let graph = try Architecture("mlp:8,4").graph(input: FeatureShape(5), classes: 2)
        #expect(graph.parameterCount == 5 * 8 + 8 + 8 * 4 + 4 + 4 * 2 + 2)
        #expect(try graph.shape(of: "filters") == FeatureShape(4))
    }
}
