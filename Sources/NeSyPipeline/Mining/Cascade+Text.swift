import NeSyLogic

extension Cascade {
    /// The rules as a listing: under each the rules of the next step that go on from it, so that every way down is a
    /// trace. Rules are numbered by step and place; what goes on from a rule is listed once and pointed to afterwards.
    public func text() -> String {
        let leads = steps.indices.map { self.leads(from: $0) }
        var lines: [String] = []
        var listed = Set<[Int]>()
        func list(_ rule: Int, step: Int) {
            let indent = String(repeating: "  ", count: step)
            let number = "\(step + 1).\(rule + 1)"
            guard listed.insert([step, rule]).inserted else {
                lines.append("\(indent)\(number)  as above")
                return
            }
            let content = steps[step].rules.rules[rule]
            let remark = content.statisticsText().map { "  % \($0)" } ?? ""
            lines.append("\(indent)\(number)  \(content.text())\(remark)")
            for next in leads[step][rule] { list(next, step: step + 1) }
        }
        for (index, step) in steps.enumerated() {
            let count = step.rules.rules.count
            lines.append(
                "\(step.rules.headLayer) -> \(step.rules.tailLayer): \(count) rule\(count == 1 ? "" : "s"), "
                    + "\(FigureText.fixed(step.mined.baseline.total, 0)) -> "
                    + "\(FigureText.fixed(step.mined.found.total, 0)) bits"
                    + (index == 0 ? "" : ", counting of \(step.rules.headLayer) only what is a tail above"))
        }
        for layer in layers.dropFirst(steps.count + 1) {
            lines.append("\(layer.name): not reached, for want of rules above")
        }
        lines.append("")
        if let first = steps.first {
            for rule in first.rules.rules.indices { list(rule, step: 0) }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
