import NeSyLogic

extension ReportPage {
    func summary(_ run: ReportRun, _ second: ReportRun?) -> [HTML] {
        guard let second else {
            return [HTML(.p, "abstract", [.text(run.abstract.joined(separator: " "))]), keyFigures(run)]
        }
        return [run, second].map { one in
            let name = HTML(.b, "", [.text(one.contents.title)])
            return HTML(.p, "abstract", [name, ": ", .text(one.abstract.joined(separator: " "))])
        }
    }

    /// What the share of images is called that get no class from the rules, not even a default one.
    static let withoutClass = "No class from the rules"

    /// The few numbers that people compare.
    private func keyFigures(_ run: ReportRun) -> HTML {
        let contents = run.contents
        let size = contents.program.size
        let main = contents.evaluated ?? contents.train
        let train = contents.evaluated == nil ? nil : contents.train
        func figure(_ name: String, _ value: String, _ detail: String) -> HTML {
            HTML(
                .div, "figure",
                [
                    HTML(.dt, "", [.text(name)]), HTML(.dd, "value", [.text(value)]),
                    HTML(.dd, "detail", [.text(detail)]),
                ])
        }
        func training(_ share: Double?) -> String { share.map { "training \($0.percent)" } ?? "" }
        var figures: [HTML] = []
        if let main {
            if let share = main.networkAccuracy {
                figures.append(figure("Network right", share.percent, training(train?.networkAccuracy)))
            }
            figures.append(figure("Rules right", main.accuracy.percent, training(train?.accuracy)))
            if let share = main.fidelity {
                figures.append(figure("Rules agree with network", share.percent, training(train?.fidelity)))
            }
            figures.append(figure(ReportPage.withoutClass, main.unclassified.percent, training(train?.unclassified)))
        }
        figures.append(
            figure(
                "Size", size.topRules.counting("rule"),
                (size.exceptions > 0 ? "and \(size.exceptions.counting("exception")); " : "")
                    + "\(size.literals.counting("literal")), \(size.predicates.counting("predicate"))"))
        return HTML(.dl, "figures", figures)
    }

    /// What the run was, and what the page leaves out.
    func about(_ run: ReportRun, _ second: ReportRun?) -> [HTML] {
        var content: [HTML] = []
        // Of two runs the facts stand in the comparison.
        if second == nil, !run.contents.facts.isEmpty {
            content.append(
                HTML(
                    .dl, "facts",
                    run.contents.facts.map {
                        HTML(.div, "", [HTML(.dt, "", [.text($0.name)]), HTML(.dd, "", [.text($0.value)])])
                    }))
        }
        let notes = run.contents.notes + (second?.contents.notes ?? [])
        if !notes.isEmpty { content.append(HTML(.ul, "notes", notes.map { HTML(.li, "", [.text($0)]) })) }
        return content + [reading([run, second].compactMap { $0 })]
    }

    /// How to read the page, for those who have not seen one before.
    private func reading(_ runs: [ReportRun]) -> HTML {
        let orders = runs.map(\.contents.program.howRulesDecide)
        let order =
            Set(orders).count == 1
            ? orders[0] : zip(runs, orders).map { "Of \($0.contents.title): \($1)" }.joined(separator: " ")
        return .details(
            ["How to read this page"],
            [
                HTML(
                    .p, "",
                    [
                        "A ", HTML(.em, "", ["predicate"]),
                        " is a filter of the network's last convolution, read as on or off: it holds for an image ",
                        "when the norm of the filter's map on it reaches the threshold. Its name is the concept that ",
                        "the filter answers to most, as far as labels are known.",
                    ]),
                HTML(
                    .p, "",
                    [
                        HTML(.code, "", ["bathroom :- sink1, not bed1."]),
                        " reads: the image is a bathroom if sink1 holds and bed1 does not. ",
                        .text(order), " ", HTML(.code, "", ["ab1"]),
                        " names an exception; a rule with ", HTML(.code, "", ["not ab1"]),
                        " does not apply where the exception does.",
                    ]),
                HTML(
                    .p, "",
                    [
                        "Images beside a predicate are those that excite its filter most. The colours over them show ",
                        "where; the outline encloses the strongest part.",
                    ]),
            ])
    }
}
