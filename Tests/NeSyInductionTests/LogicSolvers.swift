import Foundation
import NeSyJSON
import NeSyLogic
import NeSyTensor
import NeSyTestSupport

/// Asks clingo and SWI-Prolog which rows a printed program gives which class.
enum LogicSolvers {
    static let clingo = find("clingo")
    static let prolog = find("swipl")

    /// The classes that a solver derives, by row: none, one, or (wrongly) several.
    typealias Answer = [Int: [String]]

    struct Failure: Error { let output: String }

    /// The atoms of the answer set.
    static func clingoAtoms(_ program: String, _ facts: String) throws -> [Substring] {
        let folder = TemporaryFolder()
        try write(program, to: folder("rules.lp"))
        try write(facts, to: folder("facts.lp"))
        // As text: clingo 5.4 does not escape strings inside its JSON.
        let found = try run(
            clingo ?? "", ["-V0", "--out-ifs=\\n", folder("rules.lp"), folder("facts.lp")])
        // What clingo has to complain about, it writes to the error stream.
        guard found.errors.isEmpty else { throw Failure(output: found.errors) }
        return found.output.split(separator: "\n").filter { $0.hasSuffix(")") }
    }

    static func askClingo(_ program: String, _ facts: String) throws -> Answer {
        var answer: Answer = [:]
        for atom in try clingoAtoms(program, facts) {
            // label(12,"class")
            guard let open = atom.firstIndex(of: "("), let comma = atom.firstIndex(of: ","),
                let row = Int(atom[atom.index(after: open)..<comma]),
                case .string(let name)? = try? JSON.parse(String(atom[atom.index(after: comma)...].dropLast()))
            else { throw Failure(output: String(atom)) }
            answer[row, default: []].append(name)
        }
        return answer
    }

    /// The lines that a goal writes.
    static func prologLines(_ goal: String, _ program: String, _ facts: String) throws -> [Substring] {
        let folder = TemporaryFolder()
        try write(program, to: folder("rules.pl"))
        try write(facts, to: folder("facts.pl"))
        let found = try run(
            prolog ?? "", ["-q", "-g", goal, "-t", "halt", folder("rules.pl"), folder("facts.pl")])
        guard found.errors.isEmpty else { throw Failure(output: found.errors) }
        return found.output.split(separator: "\n")
    }

    static func askProlog(_ program: String, _ facts: String, target: String = "label") throws -> Answer {
        // Classes as code points: no name can be misread.
        let goal = "forall(\(target)(X,C),(atom_codes(C,K),format(\"~w ~w~n\",[X,K])))"
        var answer: Answer = [:]
        for line in try prologLines(goal, program, facts) {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard let row = Int(parts[0]) else { throw Failure(output: String(line)) }
            let scalars = parts[1].dropFirst().dropLast().split(separator: ",").compactMap {
                UInt32($0).flatMap(Unicode.Scalar.init)
            }
            let name = String(String.UnicodeScalarView(scalars))
            if answer[row]?.contains(name) != true { answer[row, default: []].append(name) }
        }
        return answer
    }

    /// What our own evaluator says.
    static func ourAnswer(_ program: RuleProgram, _ table: Table) throws -> Answer {
        var answer: Answer = [:]
        for (row, label) in try program.evaluate(table).classes.enumerated() where label >= 0 {
            answer[row] = [program.classes[Int(label)]]
        }
        return answer
    }

    private static func find(_ name: String) -> String? {
        ["/usr/bin/", "/usr/local/bin/"].map { $0 + name }.first(where: FileManager.default.isExecutableFile)
    }

    private static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private static func run(_ tool: String, _ arguments: [String]) throws -> (output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = arguments
        let output = Pipe()
        let errors = TemporaryFolder()
        try write("", to: errors("errors"))
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: errors("errors"))
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let complaints = FileManager.default.contents(atPath: errors("errors")) ?? Data()
        return (String(decoding: data, as: UTF8.self), String(decoding: complaints, as: UTF8.self))
    }
}
