/// Losses and hits, summed over the images seen so far.
public struct RunningLoss: Sendable, Hashable {
    /// One sum per part of the loss, each batch's loss times its images.
    public var sums: [Double]
    public var images: Int
    /// Images with a label, and how many of them were classified rightly.
    public var labelled: Int
    public var correct: Int

    public init(sums: [Double], images: Int = 0, labelled: Int = 0, correct: Int = 0) {
        self.sums = sums
        self.images = images
        self.labelled = labelled
        self.correct = correct
    }

    /// Mean loss per part.
    public var means: [Double] { sums.map { images == 0 ? 0 : $0 / Double(images) } }
    public var accuracy: Double { labelled == 0 ? 0 : Double(correct) / Double(labelled) }

    mutating func add(losses: [Float], labels: [Int32], predictions: [Int32]) {
        for index in sums.indices { sums[index] += Double(losses[index]) * Double(labels.count) }
        images += labels.count
        for (label, prediction) in zip(labels, predictions) where label >= 0 {
            labelled += 1
            if label == prediction { correct += 1 }
        }
    }
}
