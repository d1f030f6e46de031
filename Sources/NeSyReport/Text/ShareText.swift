/// Shares as people read them. Whoever prints a share, on a page, in a picture or in a terminal, prints it so: the same
/// share has the same digits everywhere.
public enum ShareText {
    /// A share in percent, to a tenth and rounded half up: `96.2%`. Only nothing is written as 0.0% and only all as
    /// 100.0%: 0.9996 is 99.9% and 0.0004 is 0.1%. What is not a number is a dash.
    /// - Parameter sign: what follows the digits.
    public static func percent(_ share: Double, sign: String = "%") -> String {
        // Beyond this tenths would not fit an integer; no share is.
        guard share.magnitude < 1e12 else { return "–" }
        var tenths = Int((share.magnitude * 1000).rounded())
        if tenths == 1000, share.magnitude < 1 { tenths = 999 }
        if tenths == 0, share != 0 { tenths = 1 }
        return "\(share < 0 ? "−" : "")\(tenths / 10).\(tenths % 10)\(sign)"
    }
}

extension Double {
    /// A share in percent, to a tenth: `96.2 %`. Not a number is a dash.
    var percent: String { ShareText.percent(self, sign: "\u{A0}%") }

    /// A share in whole percent: `80 %`.
    var wholePercent: String { isFinite ? "\(Int((self * 100).rounded()))\u{A0}%" : "–" }

    /// A difference of shares in percentage points, with its sign: `+1.3`, `−0.5`, `0.0`.
    var points: String {
        guard isFinite else { return "–" }
        let tenths = Int((self * 1000).rounded())
        return (tenths > 0 ? "+" : tenths < 0 ? "−" : "") + "\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
    }
}
