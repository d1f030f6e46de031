/// Colours that people tell apart, also those who see fewer of them.
public enum Palette {
    /// For things of different kinds: those of Okabe and Ito ("Color universal design", 2008) without black and with a
    /// darker yellow, then Tol's purple, indigo and brown; so ordered that neighbours differ in lightness too.
    public static let categories: [Colour] = [
        Colour(0xE69F00), Colour(0x0072B2), Colour(0x56B4E9), Colour(0xD55E00), Colour(0x009E73), Colour(0xCC79A7),
        Colour(0xAA3377), Colour(0xD9C400), Colour(0x6655CC), Colour(0x9C7A5B),
    ]

    /// For quantities from 0 to 1: white to dark grey, on which every category shows.
    public static func grey(_ share: Float) -> Colour {
        let clamped = share.isNaN ? 0 : min(max(share, 0), 1)
        let level = UInt8(252 - (clamped * 190).rounded())
        return Colour(red: level, green: level, blue: level)
    }
}
