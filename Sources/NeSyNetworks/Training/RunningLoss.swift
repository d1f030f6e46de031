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

    /// Adds a batch: a loss for each part, `[images, classes]` logits.
    mutating func add(losses: ArraySlice<Float>, labels: [Int32], logits: ArraySlice<Float>, classes: Int) {
        for (index, loss) in zip(sums.indices, losses) { sums[index] += Double(loss) * Double(labels.count) }
        images += labels.count
        for (image, label) in labels.enumerated() where label >= 0 {
            labelled += 1
            let start = logits.startIndex + image * classes
            if label == Evaluation.prediction(logits[start..<start + classes]) { correct += 1 }
        }
    }
}
