import NeSyTensor

/// NumPy's archives: a zip file with an NPY file for every name. ``ArrayFile`` reads them.
public enum NPZ {
    /// An archive with the arrays by name ascending; the same bytes every time.
    /// - Precondition: the archive stays below 4 GiB.
    public static func encode(_ arrays: [String: NumericArray], deflated: Bool = false) -> [UInt8] {
        let order = arrays.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return ZipArchive.encode(order.map { ($0.key + ".npy", NPY.encode($0.value)) }, deflated: deflated)
    }
}
