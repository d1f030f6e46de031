import NeSy

/// What `nesy mine --intervene` prints for people: a line for each class.
enum InterventionText {
    static func text(_ outcome: InterventionOutcome) -> String {
        func share(_ value: Double?) -> String { value.map(Figures.percent) ?? "-" }
        var rows = [["", "images", "cut", "before", "after", "control", "as bad"]]
        for row in outcome.classes {
            rows.append([
                row.name, "\(row.images)", "\(row.weights)", share(row.accuracyBefore), share(row.accuracyAfter),
                share(row.controlQuantile), row.controlsAsHarmful.map(String.init) ?? "-",
            ])
        }
        rows.append([
            "median", "", "", share(outcome.medianBefore), share(outcome.medianAfter), share(outcome.medianControl), "",
        ])
        let names = ["mostly taken for"] + outcome.classes.map { $0.mostCommon ?? "-" } + [verdict(outcome)]
        let lines = zip(Figures.aligned(rows).split(separator: "\n"), names).map { "\($0)  \($1)\n" }
        return "Intervention: of the \(Figures.count(outcome.weightsPerClass, "weight")) from \(outcome.layer) into "
            + "each class those of its rules are cut.\n" + lines.joined()
            + "control: nine in ten of \(Figures.count(outcome.controls, "random cut")) of as many weights leave at "
            + "most this; as bad: so many of them leave at most what the rules' cut leaves.\n"
    }

    private static func verdict(_ outcome: InterventionOutcome) -> String {
        guard let after = outcome.medianAfter, let control = outcome.medianControl else { return "(no rules)" }
        return after < control ? "(below control)" : "(not below control)"
    }
}
