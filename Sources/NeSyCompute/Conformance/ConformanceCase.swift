import NeSyTensor

/// One operation with one geometry and fixed values, to be run on any device.
///
/// The list of cases is the meaning of an operation in figures: two devices agree when they give the same outputs
/// within `tolerance`, and a backward pass is right when its gradients agree with central differences of the forward
/// pass. `nesy doctor` runs the list on the user's own device.
public struct ConformanceCase: Sendable {
    /// What the gradients of a case are gradients of.
    public enum Objective: Sendable {
        /// The sum of products of an output and an input, its cotangent.
        case product(output: String, cotangent: String)
        /// A single value.
        case value(String)
    }

    /// An input and the output that holds the objective's gradient with respect to it.
    public struct Derivative: Sendable {
        public var input: String
        public var gradient: String
    }

    /// A named run of values that the operation reads, and perhaps changes.
    public struct Input: Sendable {
        public enum Values: Sendable {
            case floats([Float])
            case integers([Int32])
        }

        public var name: String
        public var values: Values
    }

    /// The operation, as a table of supported operations lists it.
    public let operation: String
    /// What is special about this case.
    public let name: String
    /// The geometry in numbers, for another implementation to build the same operation.
    public let parameters: [String: Double]
    public let inputs: [Input]
    public let objective: Objective?
    public let derivatives: [Derivative]
    /// How far a value may be from the expected one, as a part of the largest expected value of its output.
    public let tolerance: Double
    let body: @Sendable (ConformanceRun) throws(NeSyError) -> Void

    init(
        _ operation: String, _ name: String, parameters: [String: Double], inputs: [Input],
        objective: Objective? = nil, derivatives: [(input: String, gradient: String)] = [],
        tolerance: Double = 2e-5, body: @escaping @Sendable (ConformanceRun) throws(NeSyError) -> Void
    ) {
        self.operation = operation
        self.name = name
        self.parameters = parameters
        self.inputs = inputs
        self.objective = objective
        self.derivatives = derivatives.map { Derivative(input: $0.input, gradient: $0.gradient) }
        self.tolerance = tolerance
        self.body = body
    }

    /// Every case of every operation.
    public static let all: [ConformanceCase] =
        memoryCases + matrixProductCases + convolutionCases + fullyConnectedCases + poolingCases + activationCases
        + fusedPoolingCases + batchNormalizationCases + dropoutCases + joiningCases + softmaxCrossEntropyCases
        + filterNormCases + sparsityLossCases + softRuleLossCases + eliteLossCases + similarityLossCases
        + binarizationCases + bitProductCases + optimizerCases
}

extension ConformanceCase: CustomStringConvertible {
    public var description: String { "\(operation): \(name)" }
}
