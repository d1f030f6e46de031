import NeSyCompute

/// Where the intermediate values of a network live during one step.
///
/// Values are numbered as in ``NetworkGraph/sources``: 0 is the image, `i + 1` what node `i` yields. Time runs
/// from 0 (the image) over the forward passes `1...n` and the loss `n + 1` to the backward passes, node n first.
struct ExecutionPlan {
    /// The storage of a value; nil for the image itself and for what is pooled on the way.
    private(set) var activation: [Int?]
    /// The storage of a value's gradient; nil where none is needed. Where ``takesPooledGradient`` says so, it is that
    /// of the pooling's value, and holds as much.
    private(set) var gradient: [Int?]
    /// The storage of what a node's backward pass needs besides: winners of a max-pooling, or mean and inverse
    /// deviation of a batch normalisation.
    private(set) var saved: [Int?]
    /// Values that are the same memory as their only input: an activation in place, a flatten.
    private(set) var isAlias: [Bool]
    /// For a value that is overwritten by an activation of it: that activation, which the layer carries out itself.
    private(set) var activationOnTheWay: [Activation?]
    /// For a value that is pooled on the way, and so exists nowhere: the value of the pooling. The layer before and an
    /// activation in between both have it.
    private(set) var pooledOnTheWay: [Int?]
    /// Of those, the values whose gradient is nowhere either: the layer takes that of the pooling.
    private(set) var takesPooledGradient: [Bool]
    /// The storage that a layer is lent which pools on the way, if it wants any; forward, and on the way back.
    private(set) var maps: [Int?]
    private(set) var mapGradients: [Int?]
    /// Values whose gradient is the same memory as that of the only layer that reads them.
    private(set) var sharesGradient: [Bool]
    private(set) var lifetimes: [Lifetime] = []

    /// - Parameters:
    ///   - kept: values that are read after the forward pass or have a loss of their own.
    ///   - mapsOnTheWay: see ``PoolingBackend/mapsOnTheWay(_:)``.
    init(
        _ graph: NetworkGraph, mode: NetworkExecution.Mode, capacity: Int, kept: Set<Int>,
        mapsOnTheWay: (Pooling) -> Int
    ) {
        let training = mode == .training
        let goesBack = mode != .inference
        let n = graph.nodes.count
        let shapes = [graph.input] + graph.shapes
        let end = 2 * n + 2
        func backwardTime(_ value: Int) -> Int { end - value }
        var readers = [[Int]](repeating: [], count: n + 1)
        for (node, sources) in graph.sources.enumerated() {
            for source in sources { readers[source].append(node + 1) }
        }
        activation = [Int?](repeating: nil, count: n + 1)
        gradient = activation
        saved = activation
        isAlias = [Bool](repeating: false, count: n + 1)
        sharesGradient = isAlias
        activationOnTheWay = [Activation?](repeating: nil, count: n + 1)
        maps = activation
        mapGradients = activation
        takesPooledGradient = isAlias
        func isReadOnly(_ value: Int, by reader: Int) -> Bool {
            readers[value] == [reader] && value != 0 && !kept.contains(value)
        }
        pooledOnTheWay = ExecutionPlan.pooledOnTheWay(graph, isReadOnly)
        for value in 1...n where training && pooledOnTheWay[value] != nil {
            takesPooledGradient[value] = ExecutionPlan.normalizes(value, graph)
        }

        // Which values a gradient reaches, and which must have one because something below them is trained, or because
        // the image's own gradient is asked for.
        var trained = [Bool](repeating: false, count: n + 1)
        var reached = [Bool](repeating: false, count: n + 1)
        trained[0] = mode == .attribution
        for value in 1...n {
            trained[value] =
                !graph.operations[value - 1].parameters.isEmpty
                || graph.sources[value - 1].contains { trained[$0] }
        }
        for value in stride(from: n, through: 0, by: -1) {
            reached[value] = value == n && training || kept.contains(value) || readers[value].contains { reached[$0] }
        }
        // The backward pass of a batch normalisation has no form without a gradient of its input.
        var wanted = (0...n).map { goesBack && trained[$0] && reached[$0] }
        for value in 1...n where training && wanted[value] {
            if case .batchNormalization = graph.operations[value - 1] {
                wanted[graph.sources[value - 1][0]] = true
            }
        }

        for value in 1...n {
            let operation = graph.operations[value - 1]
            let source = graph.sources[value - 1][0]
            // What is pooled on the way is there as soon as the layer.
            let producer = pooledOnTheWay.firstIndex(of: value) ?? value
            var lifetime = Lifetime(count: shapes[value].count * capacity, born: producer, dies: value)
            if let last = readers[value].max() { lifetime.extend(to: last) }
            if kept.contains(value) || value == n { lifetime.extend(to: end) }
            if goesBack {
                // The activation of what is pooled on the way passes its gradient where the pooling does.
                if operation.needsOutput || producer != value { lifetime.extend(to: backwardTime(value)) }
                for reader in readers[value] where training && graph.operations[reader - 1].needsInput {
                    lifetime.extend(to: backwardTime(reader))
                }
            }
            switch operation {
            case .reshape: isAlias[value] = true
            case .dropout: isAlias[value] = !training
            case .activation(let function):
                guard isReadOnly(source, by: value), ExecutionPlan.mayBeOverwritten(graph.operations[source - 1])
                else { break }
                isAlias[value] = true
                if ExecutionPlan.takesActivation(graph.operations[source - 1]) { activationOnTheWay[source] = function }
            default: break
            }
            if isAlias[value] {
                activation[value] = activation[source]
                if let storage = activation[source] { lifetimes[storage].merge(lifetime) }
            } else if let pool = pooledOnTheWay[value] {
                maps[value] = lend(graph.operations[pool - 1], capacity, at: value, mapsOnTheWay)
            } else {
                activation[value] = lifetimes.count
                lifetimes.append(lifetime)
            }
            if goesBack {
                save(operation, value, shapes, capacity, training, born: producer, until: backwardTime(producer))
            }
        }

        for value in stride(from: n, through: 0, by: -1) where wanted[value] {
            let born = value == n ? n + 1 : readers[value].map(backwardTime).min() ?? backwardTime(value)
            let lifetime = Lifetime(
                count: shapes[value].count * capacity, born: born, dies: backwardTime(value))
            if takesPooledGradient[value], let pool = pooledOnTheWay[value], let pooled = gradient[pool] {
                gradient[value] = pooled
                lifetimes[pooled].extend(to: backwardTime(value))
                if case .batchNormalization = graph.operations[value - 1] {
                    mapGradients[value] = lend(
                        graph.operations[pool - 1], capacity, at: backwardTime(value), mapsOnTheWay)
                }
            } else if readers[value].count == 1, isAlias[readers[value][0]], let shared = gradient[readers[value][0]] {
                gradient[value] = shared
                sharesGradient[value] = true
                lifetimes[shared].merge(lifetime)
            } else {
                gradient[value] = lifetimes.count
                lifetimes.append(lifetime)
            }
        }
    }

    /// For every layer that can pool, and for an activation behind it: the only reader, if that is a maximum pooling.
    private static func pooledOnTheWay(
        _ graph: NetworkGraph, _ isReadOnly: (_ value: Int, _ reader: Int) -> Bool
    ) -> [Int?] {
        var result = [Int?](repeating: nil, count: graph.nodes.count + 1)
        for value in 1...graph.nodes.count {
            guard case .pooling(let pooling) = graph.operations[value - 1], pooling.kind == .maximum else { continue }
            var layer = graph.sources[value - 1][0]
            guard isReadOnly(layer, value) else { continue }
            if case .activation(let function) = graph.operations[layer - 1] {
                let before = graph.sources[layer - 1][0]
                // Gradients are the same bits before the pooling where none are added in it, or all pass whole.
                guard isReadOnly(before, layer), function == .relu || pooling.kernel <= pooling.stride else { continue }
                if takesPooling(graph.operations[before - 1]) { result[layer] = value }
                layer = before
            }
            if takesPooling(graph.operations[layer - 1]) { result[layer] = value }
        }
        return result
    }

    private mutating func save(
        _ operation: LayerOperation, _ value: Int, _ shapes: [FeatureShape], _ capacity: Int, _ training: Bool,
        born: Int, until time: Int
    ) {
        let count: Int
        switch operation {
        case .pooling(let pooling) where pooling.kind == .maximum: count = shapes[value].count * capacity
        case .batchNormalization(let normalization) where training: count = 2 * normalization.channels
        default: return
        }
        saved[value] = lifetimes.count
        lifetimes.append(Lifetime(count: count, born: born, dies: time))
    }

    /// Storage for whole maps that are needed at one time only.
    private mutating func lend(
        _ operation: LayerOperation, _ capacity: Int, at time: Int, _ mapsOnTheWay: (Pooling) -> Int
    ) -> Int? {
        guard case .pooling(var pooling) = operation else { return nil }
        pooling.batch = capacity
        let count = mapsOnTheWay(pooling)
        if count == 0 { return nil }
        lifetimes.append(Lifetime(count: count, born: time, dies: time))
        return lifetimes.count - 1
    }

    /// Whether a value is that of a normalisation, or of an activation of it.
    private static func normalizes(_ value: Int, _ graph: NetworkGraph) -> Bool {
        switch graph.operations[value - 1] {
        case .batchNormalization: return true
        case .activation:
            let source = graph.sources[value - 1][0]
            if source > 0, case .batchNormalization = graph.operations[source - 1] { return true }
            return false
        default: return false
        }
    }

    /// Whether the operation can apply an activation before it writes.
    private static func takesActivation(_ operation: LayerOperation) -> Bool {
        switch operation {
        case .convolution, .batchNormalization, .fullyConnected: true
        default: false
        }
    }

    /// Whether the operation can pool what it would write.
    private static func takesPooling(_ operation: LayerOperation) -> Bool {
        switch operation {
        case .convolution, .batchNormalization: true
        default: false
        }
    }

    /// Whether nobody but the next layer reads the output of this operation, so that an activation may be put in
    /// its place.
    private static func mayBeOverwritten(_ operation: LayerOperation) -> Bool {
        switch operation {
        case .convolution, .batchNormalization, .fullyConnected, .add, .concatenate: true
        default: false
        }
    }
}
