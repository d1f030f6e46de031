import ArgumentParser
import NeSy

/// The root command `nesy`.
struct Nesy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nesy",
        abstract: "Trains image classifiers whose filters mean something, and reads them out as rules.",
        discussion: """
            Every option has a default; the data is the only must. An option comes from the command line, \
            else from the environment (NESY_EPOCHS=30 for --epochs), else from a YAML file (--config FILE), \
            else from its default. `nesy config` prints them all.

            Results go to standard output, everything else to standard error. With --json a verb prints \
            exactly one JSON document.

            Exit codes:
              0    done
              64   usage: an unknown verb, option or key, or a value that cannot be
              65   bad data: a file is damaged or does not fit
              66   an input is missing or cannot be read
              69   the device or its driver is unavailable
              70   internal failure; please report it
              73   an output cannot be created
              130  interrupted (Ctrl-C); a training writes a checkpoint first
              143  terminated; a training writes a checkpoint first
            """,
        version: Version.current,
        subcommands: [
            Train.self, Extract.self, Label.self, Report.self, Evaluate.self, Predict.self, Explain.self, Compare.self,
            Induce.self, Mine.self, Generate.self, Config.self, Demo.self, Devices.self, Doctor.self, Bench.self,
            Tune.self,
        ])

    /// Every verb that takes options, in the order of the help.
    static let verbs: [any Verb.Type] = [
        Train.self, Extract.self, Label.self, Report.self, Evaluate.self, Predict.self, Explain.self, Compare.self,
        Induce.self, Mine.self, GenerateRooms.self, GenerateTable.self, Config.self, Demo.self, Devices.self,
        Doctor.self, Bench.self, Tune.self,
    ]
}
