extension Int {
    /// The number with a comma between thousands: `12,630`.
    var grouped: String {
        let digits = Array(String(magnitude))
        var text = self < 0 ? "−" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// The number with what it counts: `1 rule`, `2 rules`.
    func counting(_ one: String, _ many: String? = nil) -> String {
        "\(grouped) \(self == 1 ? one : many ?? one + "s")"
    }
}

extension Double {
    /// A share in percent, to a tenth: `96.2 %`. Not a number is a dash. What is not all is never written as 100.
    var percent: String { isFinite ? "\(tenths(of: self))\u{A0}%" : "–" }

    /// A share in whole percent: `80 %`.
    var wholePercent: String { isFinite ? "\(Int((self * 100).rounded()))\u{A0}%" : "–" }

    /// A difference of shares in percentage points, with its sign: `+1.3`, `−0.5`, `0.0`.
    var points: String {
        guard isFinite else { return "–" }
        let tenths = Int((self * 1000).rounded())
        return (tenths > 0 ? "+" : tenths < 0 ? "−" : "") + "\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
    }
}

/// 0.9996 is 99.9 and 0.0004 is 0.1: only nothing is 0, and only all is 100.
private func tenths(of share: Double) -> String {
    var tenths = Int((share * 1000).rounded())
    if tenths == 1000, share < 1 { tenths = 999 }
    if tenths == 0, share > 0 { tenths = 1 }
    return "\(tenths < 0 ? "−" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
}
