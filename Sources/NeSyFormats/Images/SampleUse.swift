/// What the samples of an image file are read as.
public enum SampleUse: Sendable, Hashable {
    /// Colours: a palette is looked up, samples are scaled to the full 8 or 16 bits, a transparent colour becomes
    /// alpha.
    case colours
    /// Ids of a mask: palette indices and samples stay as they stand in the file.
    case identifiers
}
