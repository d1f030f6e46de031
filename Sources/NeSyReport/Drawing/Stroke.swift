/// A light line with a dark border on both sides, which shows on any ground; widths in pixels.
struct Stroke: Sendable, Hashable {
    /// Of the light line.
    var core: Float
    /// Of line and border together.
    var halo: Float
    var opacity: Float
    /// Of a dash and of a gap.
    var dash: Float

    /// A line for a picture of a given side: the larger the picture, the stronger.
    init(side: Int, _ style: ActivationPicture.Style) {
        let scale = min(max(Float(side) / 220, 0.8), 3)
        core = 1.2 * scale
        halo = 3 * scale
        opacity = style == .present ? 1 : 0.55
        dash = 5 * scale
    }
}
