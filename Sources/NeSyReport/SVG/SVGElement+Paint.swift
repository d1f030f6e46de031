/// What a shape is painted with: a colour of its own, or one that follows the viewer's light or dark theme.
public enum Paint: Sendable, Hashable {
    case colour(Colour)
    /// Text and strong lines.
    case ink
    /// Text of less weight.
    case muted
    /// Frames and grid lines.
    case faint
    /// The ground.
    case paper
    /// A ground that stands off from the paper.
    case panel
    case none

    /// The roles, with their colours on a light and on a dark ground.
    static let roles: [(name: String, light: Colour, dark: Colour)] = [
        ("ink", Colour(0x1F2328), Colour(0xE6EDF3)), ("muted", Colour(0x59636E), Colour(0x9AA4AF)),
        ("faint", Colour(0xC4CBD3), Colour(0x444C56)), ("paper", Colour(0xFFFFFF), Colour(0x15191F)),
        ("panel", Colour(0xF3F5F7), Colour(0x232A33)),
    ]

    /// The name of the class that styles a role, without `f-` or `s-`.
    fileprivate var role: String? {
        switch self {
        case .ink: "ink"
        case .muted: "muted"
        case .faint: "faint"
        case .paper: "paper"
        case .panel: "panel"
        case .colour, .none: nil
        }
    }
}

extension SVGElement {
    public func filled(_ paint: Paint) -> SVGElement { painted("fill", "f-", paint) }

    public func stroked(_ paint: Paint, width: Double = 1) -> SVGElement {
        painted("stroke", "s-", paint).with("stroke-width", width)
    }

    private func painted(_ attribute: String, _ prefix: String, _ paint: Paint) -> SVGElement {
        if case .colour(let colour) = paint { return with(attribute, colour.hex) }
        guard let role = paint.role else { return with(attribute, "none") }
        let others = (attributes.first { $0.name == "class" }?.value ?? "").split(separator: " ")
            .filter { !$0.hasPrefix(prefix) }
        return with("class", (others.map(String.init) + [prefix + role]).joined(separator: " "))
    }
}
