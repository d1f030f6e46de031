#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where the process begins and the only place where it ends: parse, carry out, report, exit code.
@main enum EntryPoint {
    static func main() {
        Interruption.unblock()
        exit(carryOut(Array(CommandLine.arguments.dropFirst())))
    }

    private static func carryOut(_ arguments: [String]) -> Int32 {
        do {
            var command = try Nesy.parseAsRoot(arguments)
            try command.run()
            return 0
        } catch {
            return FailureReport(error).deliver()
        }
    }
}
