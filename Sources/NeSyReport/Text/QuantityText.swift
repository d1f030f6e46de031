extension Float {
    /// The number to three significant digits, with an exponent where it is large or small: `0`, `-3.25`, `0.00812`,
    /// `48200`, `1.5e30`. The same on every machine.
    /// - Precondition: finite.
    var threeDigits: String {
        precondition(isFinite, "\(self) on a scale")
        if self == 0 { return "0" }
        var (rest, exponent) = (Double(magnitude), 0)
        while rest >= 10 { (rest, exponent) = (rest / 10, exponent + 1) }
        while rest < 1 { (rest, exponent) = (rest * 10, exponent - 1) }
        var hundredths = Int((rest * 100).rounded())
        if hundredths == 1000 { (hundredths, exponent) = (100, exponent + 1) }
        var digits = String(hundredths)
        let sign = self < 0 ? "-" : ""
        if (2..<5).contains(exponent) { return sign + digits + String(repeating: "0", count: exponent - 2) }
        let isPlain = (-3..<2).contains(exponent)
        let whole = isPlain ? exponent + 1 : 1
        if whole <= 0 { digits = String(repeating: "0", count: 1 - whole) + digits }
        let fraction = digits.dropFirst(max(1, whole)).reversed().drop { $0 == "0" }.reversed()
        let text = digits.prefix(max(1, whole)) + (fraction.isEmpty ? "" : "." + String(fraction))
        return sign + text + (isPlain ? "" : "e\(exponent)")
    }
}
