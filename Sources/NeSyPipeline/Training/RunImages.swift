import NeSyNetworks
import NeSyTensor

/// The images that a run trains on and is tested on, as a network sees them.
public protocol RunImages: Sendable {
    var classes: [String] { get }
    var input: FeatureShape { get }
    /// Images of every class in the training split.
    var trainingCounts: [Int] { get }

    /// The training split, shuffled and augmented, another order in every epoch.
    func shuffledBatches(size: Int, seed: UInt64) throws(NeSyError) -> any BatchSource
    /// The training split as it stands, without augmentation.
    func trainingBatches(size: Int) throws(NeSyError) -> any BatchSource
    /// The test split as it stands; nil when there is none.
    func testBatches(size: Int) throws(NeSyError) -> (any BatchSource)?
}
