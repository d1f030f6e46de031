/// A colour that follows the viewer's light or dark theme, by what it is for.
enum Role: String, Sendable, Hashable, CaseIterable {
    case ink, muted, faint, paper, panel, right, wrong, undecided

    /// On a light ground.
    var light: Colour {
        switch self {
        case .ink: Colour(0x1F2328)
        case .muted: Colour(0x59636E)
        case .faint: Colour(0xC4CBD3)
        case .paper: Colour(0xFFFFFF)
        case .panel: Colour(0xF3F5F7)
        case .right: Colour(0x0B4F8A)
        case .wrong: Colour(0xA33C00)
        case .undecided: Colour(0x818A95)
        }
    }

    /// On a dark ground.
    var dark: Colour {
        switch self {
        case .ink: Colour(0xE6EDF3)
        case .muted: Colour(0x9AA4AF)
        case .faint: Colour(0x444C56)
        case .paper: Colour(0x15191F)
        case .panel: Colour(0x232A33)
        case .right: Colour(0x6CB4F5)
        case .wrong: Colour(0xF5945C)
        case .undecided: Colour(0x7D8793)
        }
    }

    /// A rule of a style sheet for every role, as fill and as stroke.
    static func paintRules(_ colour: (Role) -> String) -> String {
        allCases.map { ".f-\($0.rawValue){fill:\(colour($0))}.s-\($0.rawValue){stroke:\(colour($0))}" }.joined()
    }
}
