import NeSyTensor

extension RobustRuleSet {
    /// One line a rule:
    /// `head,head_threshold,tail,tail_threshold,bits_saved,applies,holds,confidence,provenance,status`.
    /// The names of a side are in one field, with `; ` between them and quoted as in ``text()``. What is not known
    /// is empty.
    public func csv() -> String {
        var out = "head,head_threshold,tail,tail_threshold,bits_saved,applies,holds,confidence,provenance,status\n"
        for rule in rules {
            var fields = [rule.head.listed, "\(rule.head.threshold)", rule.tail.listed, "\(rule.tail.threshold)"]
            fields.append(rule.bitsSaved?.description ?? "")
            fields.append(rule.support?.applies.description ?? "")
            fields.append(rule.support?.holds.description ?? "")
            fields.append(rule.support?.confidence?.description ?? "")
            fields += [rule.provenance ?? "", rule.status?.name ?? ""]
            out += fields.map { CSVField.quoted($0) }.joined(separator: ",") + "\n"
        }
        return out
    }
}

extension CountCondition {
    fileprivate var listed: String { attributes.map(PrologText.readable).joined(separator: "; ") }
}
