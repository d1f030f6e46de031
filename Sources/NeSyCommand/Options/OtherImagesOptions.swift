import ArgumentParser
import NeSy

/// The images a trained run is asked about.
struct OtherImagesOptions: ParsableArguments {
    static let data = Setting<String>(
        "data", absence: "the run's own", "Other images of the same classes.", completion: .directory)
    static let testSplit = Setting<String>(
        "test-split", absence: "test", "The split to test on, such as val or test_shift.")
    static let settings: [any SettingDescription] = [data, testSplit]

    @Option(Self.data) var data: String?
    @Option(Self.testSplit) var testSplit: String?
}
