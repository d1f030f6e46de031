import NeSyJSON
import Testing

@Suite struct JSONTests {
    @Test func valuesAreRead() throws {
        let text = " {\"a\": [1, -2.5e3, true, false, null], \"b\\n\": \"\\u00e9\\ud83d\\ude00\\/\", \"\": {}} "
        #expect(
            try JSON.parse(text) == [
                "a": [1, -2500.0, true, false, nil], "b\n": "é😀/", "": [:],
            ])
    }

    @Test(arguments: [
        "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\":1 \"b\":2}",
        "\"a", "\"\\x\"",
        "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\u{1}\"", "01", "-", "+1", ".5", "1.", "1e",
        "1e+",
        "1e999", "nul", "truex", "NaN", "1 2", "[1]]", "{\"a\":1,\"a\":2}", "'a'", "// c\n1",
    ])
    func whatIsNoJSONIsRefused(_ text: String) {
        #expect(throws: JSONError.self) { try JSON.parse(text) }
    }

    @Test func errorsNameTheByte() {
        let doubled = #expect(throws: JSONError.self) { try JSON.parse("{\"a\":1,\"a\":2}") }
        #expect(doubled?.offset == 7)
        #expect(doubled?.message == "duplicate key \"a\"")
        let encoding = #expect(throws: JSONError.self) { try JSON.parse([0x20, 0x22, 0xFF, 0x22]) }
        #expect(encoding?.offset == 1)
        #expect(encoding?.message == "string is not UTF-8")
    }

    @Test func nestingIsBounded() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSON.parse(nested(JSON.nestingLimit))
        #expect(throws: JSONError.self) { try JSON.parse(nested(JSON.nestingLimit + 1)) }
        #expect(throws: JSONError.self) { try JSON.parse(String(repeating: "{\"a\":", count: 1_000_000)) }
    }

    static let values: [JSON] = [
        nil, true, 0, -1, .integer(.max), .integer(.min), 0.1, 1e300, 1.0, "", "a\"\\\n\r\t\u{0}\u{7F}é😀", [], [:],
        [1, [2, []]],
        ["b": 1, "a": ["x": nil], "c": [[1, 2], ["k": "v"]]],
    ]

    @Test(arguments: values, [false, true]) func whatIsWrittenIsRead(_ value: JSON, _ pretty: Bool) throws {
        #expect(try JSON.parse(value.text(pretty: pretty)) == value)
    }

    @Test func whatIsNoNumberIsNull() {
        #expect(JSON.array([.number(.nan), .number(.infinity)]).text() == "[null,null]")
    }
}
