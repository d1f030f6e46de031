/// What a network says about labelled images.
public struct Evaluation: Sendable, Hashable {
    /// The class with the largest logit, the first of equals, image by image.
    public var predictions: [Int32]
    public var labels: [Int32]
    /// Mean cross-entropy, without class weights.
    public var loss: Double

    public init(predictions: [Int32], labels: [Int32], loss: Double) {
        self.predictions = predictions
        self.labels = labels
        self.loss = loss
    }

    /// The share of the images with a label that are classified rightly.
    public var accuracy: Double {
        var labelled = 0
        var correct = 0
        for (label, prediction) in zip(labels, predictions) where label >= 0 {
            labelled += 1
            if label == prediction { correct += 1 }
        }
        return labelled == 0 ? 0 : Double(correct) / Double(labelled)
    }

    /// The index of the largest value of every row, the first of equals.
    static func predictions(_ logits: [Float], classes: Int) -> [Int32] {
        stride(from: 0, to: logits.count, by: classes).map { prediction(logits[$0..<$0 + classes]) }
    }

    /// The index of the largest value of a row, the first of equals.
    static func prediction(_ row: ArraySlice<Float>) -> Int32 {
        var best = row.startIndex
        for index in row.indices where row[index] > row[best] { best = index }
        return Int32(best - row.startIndex)
    }
}
