import ArgumentParser
import NeSy

/// What the command says about an error, and the code it exits with. Every error of the program ends here.
struct FailureReport {
    let exitCode: Int32
    /// What goes to standard output: only the texts that were asked for, such as help.
    let answer: String?
    /// What goes to standard error.
    let complaint: NeSyError?

    init(_ error: any Error) {
        var exitCode = Nesy.exitCode(for: error).rawValue
        var answer: String?
        var complaint: NeSyError?
        if let known = error as? NeSyError {
            complaint = known
        } else if let storage = error as? StorageError {
            complaint = FailureReport.complaint(storage)
        } else if error is ExitCode {
            // The verb has said itself what there is to say.
        } else if exitCode == ExitCode.success.rawValue {
            answer = Nesy.fullMessage(for: error)
        } else if exitCode == ExitCode.validationFailure.rawValue {
            complaint = FailureReport.usageError(Nesy.fullMessage(for: error))
        } else {
            complaint = NeSyError(
                .internalFailure, "An error came up that should not have.", found: "\(error)",
                remedy: "Please report it, with the command.")
        }
        // The engine does not know where its options came from.
        if complaint?.kind == .usage && complaint?.location == nil { complaint?.location = "options of the call" }
        if let complaint {
            exitCode = Int32(complaint.kind.rawValue)
        }
        self.exitCode = exitCode
        self.answer = answer
        self.complaint = complaint
    }

    /// Prints the report; returns the exit code.
    func deliver() -> Int32 {
        if let answer {
            do throws(NeSyError) {
                try StandardStream.output.write(answer + "\n")
            } catch {
                return FailureReport(error).deliver()
            }
        }
        if let complaint {
            let label = Style.standardError.emphasise("error:", .red)
            // There is nowhere left to say that standard error cannot be written.
            try? StandardStream.error.write("\(label) \(complaint)\n")
        }
        return exitCode
    }

    private static func complaint(_ error: StorageError) -> NeSyError {
        switch error.operation {
        case .open, .read, .list, .inspect: NeSyError(reading: error)
        case .create, .write, .sync, .rename, .close, .makeDirectory, .remove: NeSyError(writing: error)
        }
    }

    /// ArgumentParser gives its message, usage and hint as one text in lines with known beginnings.
    private static func usageError(_ message: String) -> NeSyError {
        var what: [Substring] = []
        var usage: [Substring] = []
        var remedy: String?
        for line in message.split(separator: "\n") {
            let bare = line.drop { $0 == " " }
            if bare.hasPrefix("Error: ") {
                what.append(bare.dropFirst(7))
            } else if bare.hasPrefix("Usage: ") {
                usage.append(bare.dropFirst(7))
            } else if bare.hasPrefix("See '") {
                remedy = bare.dropFirst(5).split(separator: "'").first.map(String.init)
            } else if bare.hasPrefix("Help: ") {
                what.append(bare)
            } else if usage.isEmpty {
                what.append(bare)
            } else {
                usage.append(bare)
            }
        }
        let problem = what.joined(separator: " ")
        let words = problem.split(separator: "'")
        if problem.contains("nexpected argument"), words.count > 1, usage.first == "nesy <subcommand>" {
            let verbs = Set(Nesy.verbs.map { $0.path[0] })
            if let verb = Spelling.closest(to: String(words[1]), among: verbs) {
                remedy = "Did you mean 'nesy \(verb)'?"
            }
        }
        return NeSyError(
            .usage, problem, at: "command line", expected: usage.isEmpty ? nil : usage.joined(separator: " "),
            remedy: remedy)
    }
}
