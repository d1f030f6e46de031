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
    /// What is as it should be, and what is not; apart for all eyes.
    case right
    case wrong
    /// What is neither: images without a class.
    case undecided
    case none

    /// Nil for a colour of its own, and for none.
    var role: Role? {
        switch self {
        case .ink: .ink
        case .muted: .muted
        case .faint: .faint
        case .paper: .paper
        case .panel: .panel
        case .right: .right
        case .wrong: .wrong
        case .undecided: .undecided
        case .colour, .none: nil
        }
    }
}

extension SVGElement {
    public func filled(_ paint: Paint) -> SVGElement { painted("fill", "f-", paint) }

    public func stroked(_ paint: Paint, width: Double = 1) -> SVGElement {
        painted("stroke", "s-", paint).with("stroke-width", width)
    }

    /// A role is a class of the style sheet, everything else an attribute. Never both: the style sheet would win.
    private func painted(_ attribute: String, _ prefix: String, _ paint: Paint) -> SVGElement {
        var classes = (attributes.first { $0.name == "class" }?.value ?? "").split(separator: " ").map(String.init)
        classes.removeAll { $0.hasPrefix(prefix) }
        if let role = paint.role { classes.append(prefix + role.rawValue) }
        let plain = classes.isEmpty ? without("class") : with("class", classes.joined(separator: " "))
        switch paint {
        case .colour(let colour): return plain.with(attribute, colour.hex)
        case .none: return plain.with(attribute, "none")
        case .ink, .muted, .faint, .paper, .panel, .right, .wrong, .undecided: return plain.without(attribute)
        }
    }
}
