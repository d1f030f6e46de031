extension Double {
    /// The number to two decimals, in as few characters as that takes: `12`, `0.5`, `-3.25`. The same on every machine.
    /// - Precondition: finite and below 2^53 / 100.
    var shortDecimal: String {
        precondition(magnitude < 0x1p46, "a coordinate without bounds")
        let hundredths = Int((self * 100).rounded())
        let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
        var text = hundredths < 0 ? "-\(whole)" : "\(whole)"
        if rest > 0 {
            text += rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
        }
        return text
    }
}
