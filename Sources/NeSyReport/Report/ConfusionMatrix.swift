import NeSyLogic

/// How often images of one class were taken for another.
public struct ConfusionMatrix: Sendable, Hashable {
    /// The true classes, a row each.
    public let given: [String]
    /// The classes that were named, a column each.
    public let named: [String]
    /// `[given][named]`.
    public let counts: [[Int]]
    /// Per true class the images that got no class; nil where every image gets one, as from a network.
    public let unclassified: [Int]?

    /// - Precondition: a row for every true class and a column for every named one.
    public init(given: [String], named: [String], counts: [[Int]], unclassified: [Int]? = nil) {
        precondition(counts.count == given.count && counts.allSatisfy { $0.count == named.count })
        precondition(unclassified.map { $0.count == given.count } ?? true)
        self.given = given
        self.named = named
        self.counts = counts
        self.unclassified = unclassified
    }

    /// The matrix of rules beside the true classes.
    public init(_ agreement: ProgramAgreement) {
        self.init(
            given: agreement.givenClasses, named: agreement.programClasses,
            counts: agreement.confusion.map { Array($0.dropLast()) },
            unclassified: agreement.confusion.map { $0.last ?? 0 })
    }

    /// The matrix of a network.
    /// - Parameters:
    ///   - truth: class indices of the images.
    ///   - predictions: those that the network names, as many.
    public init(classes: [String], truth: [Int32], predictions: [Int32]) {
        precondition(truth.count == predictions.count)
        var counts = [[Int]](repeating: [Int](repeating: 0, count: classes.count), count: classes.count)
        for (given, named) in zip(truth, predictions) { counts[Int(given)][Int(named)] += 1 }
        self.init(given: classes, named: classes, counts: counts)
    }
}
