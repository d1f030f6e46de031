import NeSy

/// A stage's news on standard error, and the user's signals to the stage.
struct TerminalObserver: StageObserver {
    let console: Console

    func note(_ line: String) { console.note(line) }

    func epoch(_ row: EpochRow) {
        var parts = [
            "epoch \(row.epoch)/\(row.of)", row.phase, "loss \(Figures.number(row.loss, 4))",
            "train \(Figures.percent(row.trainAccuracy))",
        ]
        if let test = row.testAccuracy { parts.append("test \(Figures.percent(test))") }
        if let bits = row.diagnostics {
            parts.append("own-on \(Figures.number(bits.ownOn, 2))")
            parts.append("other-on \(Figures.number(bits.otherOn, 3))")
            parts.append("P-score \(Figures.percent(bits.scoreAccuracy))")
            parts.append("bin \(Figures.number(bits.binarity, 2))")
        }
        parts.append("\(Figures.number(row.imagesPerSecond, 0)) images/s")
        console.note(parts.joined(separator: "  "))
    }

    func progress(_ work: String, done: Int, total: Int) { console.progress.show(work, done: done, of: total) }

    var shouldStop: Bool { Interruption.isRequested }
}
