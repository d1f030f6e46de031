/// Bit columns that a search reads in blocks, so that they need not be in memory all at once.
///
/// A source is read from several threads at the same time.
public protocol BitColumnSource: Sendable {
    var rows: Int { get }
    var columns: Int { get }

    /// Calls the body with neighbouring columns, one behind the other and padded as those of ``BitMatrix``. The words
    /// are valid inside the body only.
    /// - Precondition: `range` lies inside `0..<columns`.
    func withColumns(
        _ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt64>) throws(NeSyError) -> Void
    ) throws(NeSyError)
}

extension BitMatrix: BitColumnSource {
    public func withColumns(
        _ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt64>) throws(NeSyError) -> Void
    ) throws(NeSyError) {
        precondition(range.lowerBound >= 0 && range.upperBound <= columns)
        let failure: NeSyError? = words.withUnsafeBufferPointer { all in
            do throws(NeSyError) {
                try body(
                    UnsafeBufferPointer(
                        rebasing: all[range.lowerBound * wordsPerColumn..<range.upperBound * wordsPerColumn]))
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }
}
