import ArgumentParser

/// `nesy generate`: data with known truth.
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Makes data whose true rules are known.",
        discussion: """
            Example:
              nesy generate rooms --out rooms
              nesy generate table --out table.csv
            """,
        subcommands: [GenerateRooms.self, GenerateTable.self])
}
