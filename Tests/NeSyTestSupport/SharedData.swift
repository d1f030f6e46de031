#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Real data that some machines have beside the checkout. Tests that need it are skipped, visibly, elsewhere:
/// `@Test(.enabled(if: SharedData.isPresent("data/uci/heart.csv")))`.
public enum SharedData {
    /// The folder beside the checkout, or the one `NESY_SHARED` names.
    public static var root: String {
        if let named = getenv("NESY_SHARED") { return String(cString: named) }
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(4)
        return parts.joined(separator: "/") + "/shared"
    }

    public static func path(_ relative: String) -> String { root + "/" + relative }

    public static func isPresent(_ relative: String) -> Bool { access(path(relative), R_OK) == 0 }
}
