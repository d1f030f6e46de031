import ArgumentParser
import NeSy

/// How images are read for training.
struct DataOptions: ParsableArguments {
    private static let standard = RunOptions()

    static let imageSize = Setting<Int>(
        "image-size", absence: "that of small images, else 64; 224 for vgg and resnet",
        "Width and height in pixels that images are scaled to.", .within(8...4096))
    static let normalization = Setting(
        "normalization", default: standard.normalization, "Scale of the pixels: unit, standardise or imagenet.")
    static let flips = Setting("flips", default: standard.flips, "Mirror training images at random.")
    static let shift = Setting(
        "shift", default: standard.shift, "Shift training images at random by up to so many pixels.",
        .within(0...1024))
    static let trainLimit = Setting<Int>(
        "train-limit", absence: "all", "Train on the first so many images only.", .atLeast(1))
    static let testLimit = Setting<Int>(
        "test-limit", absence: "all", "Test on the first so many images only.", .atLeast(1))
    static let settings: [any SettingDescription] = [
        imageSize, normalization, flips, shift, trainLimit, testLimit,
    ]

    @Option(Self.imageSize) var imageSize: Int?
    @Option(Self.normalization) var normalization: String?
    @Flag(Self.flips) var flips: Bool?
    @Option(Self.shift) var shift: Int?
    @Option(Self.trainLimit) var trainLimit: Int?
    @Option(Self.testLimit) var testLimit: Int?

    func apply(to options: inout RunOptions, _ settings: SettingsResolver) throws(NeSyError) {
        options.imageSize = try settings.optional(Self.imageSize, imageSize)
        options.normalization = try settings.value(Self.normalization, normalization)
        options.flips = try settings.value(Self.flips, flips)
        options.shift = try settings.value(Self.shift, shift)
        options.trainLimit = try settings.optional(Self.trainLimit, trainLimit)
        options.testLimit = try settings.optional(Self.testLimit, testLimit)
    }
}
