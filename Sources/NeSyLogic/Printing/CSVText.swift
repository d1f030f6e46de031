/// Fields of comma-separated values.
enum CSVText {
    /// The field, quoted where needed.
    static func field(_ text: String) -> String {
        // By bytes: "\r\n" is one Character, and so is a quote with an accent after it.
        guard text.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return text }
        return "\"" + String(decoding: text.utf8.flatMap { $0 == 0x22 ? [$0, $0] : [$0] }, as: UTF8.self) + "\""
    }
}
