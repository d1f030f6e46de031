import NeSyTensor

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How much memory the data of a job may take.
public struct MemoryBudget: Sendable, Hashable {
    public var bytes: Int

    public init(bytes: Int) { self.bytes = bytes }

    /// Three quarters of what the machine has.
    public static let machine = MemoryBudget(
        bytes: max(1 << 30, Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))) / 4 * 3)

    /// The bytes of a bit matrix; the largest number when that is too many to count.
    static func bits(rows: Int, columns: Int) -> Int {
        let (bytes, overflow) = (BitMatrix.words(forRows: rows) * 8).multipliedReportingOverflow(by: columns)
        return overflow ? .max : bytes
    }

    /// - Parameter use: what the memory is for, as in "60000 rows of 13520 items".
    /// - Throws: bad data when it is more than there is.
    func require(_ needed: Int, for use: String, at place: String? = nil, remedy: String) throws(NeSyError) {
        guard needed > bytes else { return }
        throw NeSyError(
            .badData, "The data take more memory than the machine has.", at: place,
            expected: "at most \(MemoryBudget.text(bytes))", found: "\(use): \(MemoryBudget.text(needed))",
            remedy: remedy)
    }

    static func text(_ bytes: Int) -> String {
        if bytes >= 10_000_000_000 { return "\(bytes / 1_000_000_000) GB" }
        return bytes >= 1_000_000 ? "\(bytes / 1_000_000) MB" : "\(bytes) bytes"
    }
}
