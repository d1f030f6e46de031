import NeSyFormats
import NeSyTensor
import Testing

@testable import NeSyReport

@Suite struct CascadeDiagramTests {
    /// Random rules over several layers.
    static func diagram(classes: Int, levels: [Int], seed: UInt64 = 1) -> CascadeDiagram {
        var random = SplitMix64(seed: seed)
        var before = classes
        let made = levels.enumerated().map { depth, count in
            let rules = (0..<count).map { index in
                let heads = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    Int.random(in: 0..<before, using: &random)
                }
                return CascadeDiagram.Rule(
                    heads: Set(heads).sorted(),
                    label: "2 of {\(index), \(index + 1), \(index + 7)}", strength: .random(in: 0...1, using: &random),
                    emblem: depth == levels.count - 1 ? .positions([index % 16], height: 4, width: 4) : nil)
            }
            before = count
            return CascadeDiagram.Level(layer: "layer \(depth)", rules: rules)
        }
        return CascadeDiagram(classes: (0..<classes).map { "class \($0)" }, levels: made)
    }

    @Test(arguments: [(1, [1]), (10, [40, 60, 30]), (3, []), (4, [0, 0]), (300, [500])])
    func diagramsOfAnySizeAreDrawn(classes: Int, levels: [Int]) throws {
        let diagram = Self.diagram(classes: classes, levels: levels)
        let text = String(decoding: try diagram.picture().bytes, as: UTF8.self)
        let edges = diagram.levels.flatMap(\.rules).reduce(0) { $0 + $1.heads.count }
        let boxes = diagram.usedClasses.count + levels.reduce(0, +)
        #expect(text.components("stroke-width") == edges + boxes + (levels.last ?? 0))
        #expect(diagram.dot.components(" [penwidth=") == edges)
        #expect(diagram.dot.components("[label=") == diagram.usedClasses.count + levels.reduce(0, +))
        #expect(try diagram.picture() == Self.diagram(classes: classes, levels: levels).picture())
    }

    @Test func boxesDoNotOverlap() {
        let sizes = [3, 7, 5].map { [(width: Double, height: Double)](repeating: (50, 20), count: $0) }
        let edges = [[(from: 0, to: 6), (0, 5), (2, 0), (2, 0), (1, 1)], [(from: 6, to: 0), (0, 4), (3, 3)]]
        let layout = CascadeLayout(sizes: sizes, edges: edges)
        for column in layout.boxes {
            let sorted = column.sorted { $0.y < $1.y }
            for (upper, lower) in zip(sorted, sorted.dropFirst()) { #expect(upper.y + upper.height + 7.999 < lower.y) }
            #expect(column.allSatisfy { $0.y >= 0 && $0.y + $0.height <= layout.height })
        }
    }

    @Test func crossingsAreCountedAndRemoved() {
        let edges = [[(from: 0, to: 3), (1, 2), (2, 1), (3, 0)]]
        let order = LayeredOrder(counts: [4, 4], edges: edges)
        #expect(LayeredOrder.crossings([[0, 1, 2, 3], [0, 1, 2, 3]], edges) == 6)
        #expect(order.crossings == 0)
        var random = SplitMix64(seed: 5)
        let many = [
            (0..<80).map { _ in
                (from: Int.random(in: 0..<20, using: &random), to: Int.random(in: 0..<30, using: &random))
            }
        ]
        let plain = [Array(0..<20), Array(0..<30)]
        var slow = 0
        for (index, one) in many[0].enumerated() {
            for other in many[0][..<index] where (one.from - other.from) * (one.to - other.to) < 0 { slow += 1 }
        }
        #expect(LayeredOrder.crossings(plain, many) == slow)
        #expect(LayeredOrder(counts: [20, 30], edges: many).crossings < slow)
    }

    @Test func placesAreTheNearestWithoutOverlap() {
        #expect(ColumnPlaces.solve(wishes: [0, 100], heights: [10, 10], gap: 5) == [0, 100])
        #expect(ColumnPlaces.solve(wishes: [50, 50], heights: [10, 10], gap: 5) == [42.5, 57.5])
        #expect(ColumnPlaces.solve(wishes: [], heights: [], gap: 5).isEmpty)
        let places = ColumnPlaces.solve(wishes: [9, 3, 6, 80], heights: [2, 4, 2, 2], gap: 1)
        #expect(places == [2, 6, 10, 80])
    }

    @Test func whatOneClassLeadsToHasItsColour() {
        let rules = [
            CascadeDiagram.Rule(heads: [0], label: "a"), CascadeDiagram.Rule(heads: [0, 1], label: "b"),
        ]
        let next = [CascadeDiagram.Rule(heads: [0], label: "c"), CascadeDiagram.Rule(heads: [0, 1], label: "d")]
        let diagram = CascadeDiagram(
            classes: ["x", "y", "z"],
            levels: [CascadeDiagram.Level(layer: "l", rules: rules), CascadeDiagram.Level(layer: "m", rules: next)])
        #expect(diagram.onlyClasses == [[0, nil], [0, nil]])
        #expect(diagram.usedClasses == [0, 1])
    }

    @Test func theLineAboveSaysHowManyRulesAndWhetherColoursRecur() throws {
        func text(_ diagram: CascadeDiagram) throws -> String {
            String(decoding: try diagram.picture().bytes, as: UTF8.self)
        }
        let single = try text(Self.diagram(classes: 1, levels: [1]))
        #expect(single.contains(">1 rule. What only one class leads to has its colour; "))
        let rules = (0..<11).map { CascadeDiagram.Rule(heads: [$0], label: "\($0)") }
        let many = CascadeDiagram(
            classes: (0..<11).map { "class \($0)" }, levels: [CascadeDiagram.Level(layer: "l", rules: rules)])
        #expect(try text(many).contains("its colour, of which there are 10 that recur; "))
    }

    @Test func namesCannotBecomeMarkup() throws {
        let name = "a\"b\\<c>\n&"
        let rule = CascadeDiagram.Rule(heads: [0], label: name, detail: name)
        let diagram = CascadeDiagram(
            classLayer: name, classes: [name], levels: [CascadeDiagram.Level(layer: name, rules: [rule])])
        #expect(diagram.dot.contains("label=\"a\\\"b\\\\<c>\\n&\""))
        let text = String(decoding: try diagram.picture().bytes, as: UTF8.self)
        #expect(!text.contains("<c>") && text.contains("&lt;c&gt;"))
    }
}
