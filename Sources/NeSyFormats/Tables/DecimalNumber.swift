/// Numbers as Python's `float` reads them: white space around, a sign, digits with single underscores between
/// them, a point, an exponent, `inf` and `infinity`. `nan` is no number here. Rounded to nearest, ties to even.
enum DecimalNumber {
    static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard let base = text.baseAddress else { return nil }
        var p = base
        var end = base + text.count
        while p < end, isSpace(p[0]) { p += 1 }
        while p < end, isSpace(end[-1]) { end -= 1 }
        if p == end { return nil }
        let isNegative = p[0] == UInt8(ascii: "-")
        if isNegative || p[0] == UInt8(ascii: "+") { p += 1 }
        if p == end { return nil }
        let start = p
        if p[0] | 0x20 == UInt8(ascii: "i") { return infinity(p, end, isNegative) }

        var mantissa: UInt64 = 0
        var significant = 0
        var exponent = 0
        var hasDigits = false
        var isExact = true
        var hasPoint = false
        var last: UInt8 = 0
        while p < end {
            let byte = p[0]
            let digit = byte &- 0x30
            if digit <= 9 {
                hasDigits = true
                if significant < 19 {
                    mantissa = mantissa &* 10 &+ UInt64(digit)
                    if mantissa != 0 { significant += 1 }
                    if hasPoint { exponent -= 1 }
                } else {
                    if digit != 0 { isExact = false }
                    if !hasPoint { exponent += 1 }
                }
            } else if byte == UInt8(ascii: "."), !hasPoint, last != UInt8(ascii: "_") {
                hasPoint = true
            } else if byte == UInt8(ascii: "_") {
                // Only between two digits.
                guard last &- 0x30 <= 9, p + 1 < end, p[1] &- 0x30 <= 9 else { return nil }
            } else {
                break
            }
            last = byte
            p += 1
        }
        if !hasDigits { return nil }
        if p < end {
            guard p[0] | 0x20 == UInt8(ascii: "e") else { return nil }
            p += 1
            let isDown = p < end && p[0] == UInt8(ascii: "-")
            if p < end, isDown || p[0] == UInt8(ascii: "+") { p += 1 }
            guard p < end else { return nil }
            var power = 0
            last = 0
            while p < end {
                let digit = p[0] &- 0x30
                if digit <= 9 {
                    power = min(power * 10 + Int(digit), 1_000_000)
                } else {
                    guard p[0] == UInt8(ascii: "_"), last &- 0x30 <= 9, p + 1 < end, p[1] &- 0x30 <= 9 else {
                        return nil
                    }
                }
                last = p[0]
                p += 1
            }
            exponent += isDown ? -power : power
        }
        let magnitude =
            (isExact ? exact(mantissa, exponent) : nil)
            ?? converted(UnsafeBufferPointer(start: start, count: end - start))
        return isNegative ? -magnitude : magnitude
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func infinity(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ isNegative: Bool
    ) -> Double? {
        let word = String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self).lowercased()
        guard word == "inf" || word == "infinity" else { return nil }
        return isNegative ? -.infinity : .infinity
    }

    /// `mantissa * 10^exponent` where 128-bit integers are enough for the nearest Double.
    private static func exact(_ mantissa: UInt64, _ exponent: Int) -> Double? {
        if mantissa == 0 { return 0 }
        if exponent == 0 { return Double(mantissa) }
        if exponent > 0 {
            guard exponent <= 19 else { return nil }
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: powers[exponent])
            return overflow ? nil : Double(product)
        }
        guard exponent >= -19 else { return nil }
        // A quotient of at least 63 bits, with the remainder as a sticky bit below the place of rounding.
        let divisor = powers[-exponent]
        let lift = mantissa.leadingZeroBitCount
        let divisorLift = divisor.leadingZeroBitCount
        let lifted = mantissa << UInt64(lift)
        let (quotient, remainder) = (divisor << UInt64(divisorLift)).dividingFullWidth((lifted >> 1, lifted << 63))
        let rounded = Double(remainder == 0 ? quotient : quotient | 1)
        return rounded * Double(sign: .plus, exponent: divisorLift - lift - 63, significand: 1)
    }

    private static let powers: [UInt64] = (0...19).map { power in (0..<power).reduce(1) { value, _ in value * 10 } }

    /// The long way, for more digits or larger exponents. The grammar has been checked, the sign is not in `text`.
    private static func converted(_ text: UnsafeBufferPointer<UInt8>) -> Double {
        var plain = text.filter { $0 != UInt8(ascii: "_") }
        // Swift reads no number that begins or ends in a point.
        if plain.first == UInt8(ascii: ".") { plain.insert(UInt8(ascii: "0"), at: 0) }
        if let point = plain.firstIndex(of: UInt8(ascii: ".")), point + 1 == plain.count || plain[point + 1] > 0x39 {
            plain.insert(UInt8(ascii: "0"), at: point + 1)
        }
        return Double(String(decoding: plain, as: UTF8.self)) ?? .infinity
    }
}
