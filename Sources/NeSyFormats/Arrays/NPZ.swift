import NeSyTensor

/// NumPy's archives: a zip file with an NPY file for every name.
public enum NPZ {
    /// Decodes all arrays, by name without `.npy`.
    /// - Throws: `.badData` for a damaged archive or array, two members of one name, members that are no NPY
    ///   files, and data that expand beyond the limit (of all members together).
    public static func decode(
        _ bytes: [UInt8], limit: ExpansionLimit = .standard
    ) throws(NeSyError) -> [String: NumericArray] {
        let archive = try ZipArchive(bytes)
        let total = archive.members.reduce(0) { $0 + $1.entry.size }
        let allowed = limit.outputBytes(forInput: bytes.count)
        guard total <= allowed else {
            throw .malformed(
                "NPZ: the members expand to more than is allowed.", atByte: 0, expected: "at most \(allowed) bytes",
                found: "\(total) bytes")
        }
        var arrays: [String: NumericArray] = [:]
        for member in archive.members {
            let name = member.entry.name
            guard name.hasSuffix(".npy") else {
                throw .malformed(
                    "NPZ: member \"\(name)\" is no array.", atByte: member.entry.headerStart,
                    expected: "a name that ends in .npy", found: name)
            }
            let content = try archive.content(member, limit: limit)
            do throws(NeSyError) { arrays[String(name.dropLast(4))] = try NPY.decode(content) } catch {
                throw error.located(at: "member \"\(name)\"")
            }
        }
        return arrays
    }

    /// An archive with the arrays by name ascending; the same bytes every time.
    /// - Precondition: the archive stays below 4 GiB.
    public static func encode(_ arrays: [String: NumericArray], deflated: Bool = false) -> [UInt8] {
        let order = arrays.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return ZipArchive.encode(order.map { ($0.key + ".npy", NPY.encode($0.value)) }, deflated: deflated)
    }
}
