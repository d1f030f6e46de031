import Foundation
import NeSy
import Synchronization

/// What a person sees of a long job, on standard error: a bar that is redrawn on a terminal; elsewhere, so
/// that a log stays readable, a line now and then.
final class ProgressDisplay: Sendable {
    enum Mode: Sendable {
        case bar, lines, none

        /// The mode for this process.
        static func automatic(quiet: Bool) -> Mode {
            if quiet { return .none }
            let terminal = ProcessInfo.processInfo.environment["TERM"] ?? "dumb"
            return StandardStream.error.isTerminal && terminal != "dumb" ? .bar : .lines
        }
    }

    private struct State {
        var isBarShown = false
        /// The job that is shown, and when it was shown last.
        var label = ""
        var lastShown: ContinuousClock.Instant?
    }

    let mode: Mode
    private let state = Mutex(State())

    init(_ mode: Mode) { self.mode = mode }

    /// How far a job is. Drawn at most ten times a second as a bar, at most every ten seconds as a line.
    func show(_ label: String, done: Int, of total: Int, detail: String = "") {
        if mode == .none { return }
        let now = ContinuousClock.now
        state.withLock { state in
            let pause: Duration = mode == .bar ? .milliseconds(100) : .seconds(10)
            if state.label != label {
                state.label = label
                state.lastShown = nil
            }
            guard let last = state.lastShown else {
                // A job shorter than the pause shows nothing.
                state.lastShown = now
                return
            }
            guard last.duration(to: now) >= pause else { return }
            state.lastShown = now
            let text = ProgressDisplay.text(label, done, total, detail, isBar: mode == .bar)
            if mode == .bar {
                state.isBarShown = true
                put("\r\u{1B}[K" + text)
            } else {
                put(text + "\n")
            }
        }
    }

    /// A line that stays: an epoch, a warning, a folder.
    func line(_ text: String) {
        if mode == .none { return }
        state.withLock { state in
            put((state.isBarShown ? "\r\u{1B}[K" : "") + text + "\n")
            state.isBarShown = false
        }
    }

    /// Takes the bar away, so that what follows begins on a clean line.
    func finish() {
        state.withLock { state in
            if state.isBarShown { put("\r\u{1B}[K") }
            state = State()
        }
    }

    private static func text(
        _ label: String, _ done: Int, _ total: Int, _ detail: String, isBar: Bool
    ) -> String {
        let share = total > 0 ? min(1, Double(done) / Double(total)) : 0
        let width = 24
        let filled = Int(share * Double(width))
        let bar =
            isBar
            ? " [" + String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled) + "]" : ""
        return "\(label)\(bar) \(done)/\(total)" + (detail.isEmpty ? "" : "  \(detail)")
    }

    /// Progress that cannot be written is no reason to stop the work.
    private func put(_ text: String) { try? StandardStream.error.write(text) }
}
