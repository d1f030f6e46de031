/// What the factors of matrix products and convolutions are rounded to before they are multiplied. Sums, and everything
/// else that a device computes, are float32.
public enum Precision: String, Sendable, Hashable, CaseIterable {
    /// 23 bits of mantissa: not rounded.
    case float32
    /// 10 bits of mantissa and the range of float32.
    case tf32
    /// 7 bits of mantissa and the range of float32.
    case bf16
}
