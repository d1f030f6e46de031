import NeSyConcepts
import NeSyPipeline
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct HandWrittenNamesTests {
    static func read(_ text: String) throws -> HandWrittenNames {
        let folder = TemporaryFolder()
        try FileSystem.system.write(folder("names.csv"), Array(text.utf8))
        return try HandWrittenNames(file: folder("names.csv"))
    }

    @Test(arguments: [
        "filter,name\nf17,sink\n3,sky;building\nf4,\nF5, coffee maker + wall \n",
        "name;filter\r\nsink;17\r\n\"sky;building\";f3\r\n;4\r\ncoffee maker+wall;f5\r\n",
        "filter\tname\tnote\nf17\tsink\ta\nf3\tsky + building\tb\nf4\t \tc\nf5\tcoffee maker ; wall\td\n",
    ])
    func tablesOfPeople(text: String) throws {
        #expect(try Self.read(text).concepts == [17: ["sink"], 3: ["sky", "building"], 5: ["coffee maker", "wall"]])
    }

    @Test(arguments: [
        ("filter,name\nf1,a\nf1,b\n", "row 2", "row 1"), ("filter,name\nf1,a\n01,b\n", "row 2", "row 1"),
        ("filter,name\nx,a\n", "row 1", "\"x\""), ("filter,name\n-1,a\n", "row 1", "\"-1\""),
        ("filter,name\n1.5,a\n", "row 1", "\"1.5\""), ("filter,name\n,a\n", "row 1", "\"\""),
        ("filter,name\n99999999999999999999,a\n", "row 1", "99999999999999999999"),
        ("filter,label\nf1,a\n", "names.csv", "filter, label"), ("", "names.csv", ""),
        ("filter,name\nf1,a;;b\n", "row 1", "a;;b"), ("filter,name\nf1,;\n", "row 1", ";"),
        ("filter,name\nf1,a+a\n", "row 1", "a+a"), ("filter,name\nf1,Bed;bed\n", "row 1", "Bed;bed"),
        ("filter,name\nf1,\",\"\n", "row 1", ","), ("filter,name\nf1,sink2\n", "row 1", "sink2"),
        ("filter,name\nf1,7up\n", "row 1", "7up"), ("filter,name\nf1,\"a\nb\"\n", "row 1", "a\\nb"),
        ("filter,name\nf1,\(String(repeating: "a", count: 81))\n", "row 1", "aaa"),
    ])
    func malformedTablesAreBadData(text: String, place: String, found: String) {
        let error = #expect(throws: NeSyError.self) { try Self.read(text) }
        #expect(error?.kind == .badData)
        #expect(error?.location?.contains(place) == true, "\(String(describing: error))")
        #expect(found.isEmpty || error?.found?.contains(found) == true, "\(String(describing: error))")
    }

    @Test func aMissingTableIsSaid() {
        let error = #expect(throws: NeSyError.self) { try HandWrittenNames(file: "nowhere/names.csv") }
        #expect(error?.kind == .missingInput)
    }
}
