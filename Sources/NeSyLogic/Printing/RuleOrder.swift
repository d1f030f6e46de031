extension RuleProgram {
    /// For each rule the earlier rules that must not apply for it to decide a row. Earlier rules of the same
    /// class say the same thing and are left out, so a program for one class needs none.
    func overridingRules(of position: Int) -> [Int] {
        (0..<position).filter { rules[$0].classIndex != rules[position].classIndex }
    }

    /// Whether the order of the rules matters.
    var orderMatters: Bool { rules.contains { $0.classIndex != rules[0].classIndex } }
}
