import NeSyLogic

/// Everything that the report of a run shows, as plain values: filled from a run folder, laid out by ``ReportPage``.
///
/// Two splits appear. *Training* images are those the rules were learned from; the *evaluated* images are those that
/// the matrices, the images and their patterns speak about: the test images, or the training images where there are no
/// others (``evaluatedOn`` says which).
public struct ReportContents: Sendable, Hashable {
    /// What stands on top: the name of the run.
    public var title: String
    /// What the run was: data, network, strategy, seed, learner, in the order in which they are shown.
    public var facts: [ReportFact]
    /// The classes of the data set, in its order; every class index here counts in it.
    public var classes: [String]
    /// Which images were evaluated: `test`, or the name of another split.
    public var evaluatedOn: String
    /// Per class how many images were evaluated; empty when it is not known.
    public var evaluatedPerClass: [Int]
    /// The images whose norms the histograms of predicates count: `training images`.
    public var normed: String
    /// The images beside predicates: `training images`, or `test images`.
    public var examples: String
    /// The rules. Every literal asks whether an attribute is `0` or `1`.
    public var program: RuleProgram
    /// Per class of the data set the class of the program that it counts as: its own, or the "all others" of rules for
    /// one class; nil where the rules know no such class.
    public var targets: [Int?]
    /// How often each rule of the program decided, in its order.
    public var rules: [RuleRecord]
    /// Nil when it is not known.
    public var train: SplitFigures?
    /// On the evaluated images.
    public var evaluated: SplitFigures?
    /// What the network says about the evaluated images.
    public var networkConfusion: ConfusionMatrix?
    /// What the rules say about the evaluated images.
    public var ruleConfusion: ConfusionMatrix?
    /// An entry an epoch; empty when nothing was recorded.
    public var learning: [LearningPoint]
    /// Which images the network was tested on after every epoch: `test`, or the name of another split.
    public var watchedOn: String
    /// An entry for each of the program's ``RuleProgram/usedAttributes``, in their order.
    public var predicates: [PredicateEntry]
    /// The evaluated images, in the order of the data set. May be fewer than were evaluated; the page then says so.
    public var images: [ImageEntry]
    /// The different combinations of predicates that occur among ``images``, each once.
    public var patterns: [PredicatePattern]
    /// Small pictures of some of the images.
    public var thumbnails: ThumbnailSheets?
    /// What was left out and what else a reader should know, a sentence each.
    public var notes: [String]

    /// A report of rules alone; everything else is set afterwards.
    /// - Parameter targets: nil takes the class of the same name.
    public init(title: String, classes: [String], program: RuleProgram, targets: [Int?]? = nil) {
        precondition(targets.map { $0.count == classes.count } ?? true, "a target for every class")
        self.title = title
        self.classes = classes
        self.program = program
        self.targets = targets ?? classes.map { program.classes.firstIndex(of: $0) }
        facts = []
        evaluatedOn = "test"
        normed = "training images"
        examples = "training images"
        evaluatedPerClass = []
        rules = []
        learning = []
        watchedOn = "test"
        predicates = []
        images = []
        patterns = []
        notes = []
    }
}
