/// A cell of a table as it stands in a line of comma-separated values.
public enum CSVField {
    /// In quotes when it holds the delimiter, a quote or a line end, or begins with a byte order mark, which would be
    /// taken for none of the text.
    public static func quoted(_ cell: String, delimiter: UInt8 = 0x2C) -> String {
        // By bytes: "\r\n" is one Character, and so is a quote with an accent after it.
        let bytes = cell.utf8
        let needsQuotes =
            bytes.contains { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
            || bytes.starts(with: [0xEF, 0xBB, 0xBF])
        if !needsQuotes { return cell }
        return "\"" + String(decoding: bytes.flatMap { $0 == 0x22 ? [$0, $0] : [$0] }, as: UTF8.self) + "\""
    }
}
