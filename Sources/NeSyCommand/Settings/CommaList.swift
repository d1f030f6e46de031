import ArgumentParser
import NeSy

/// Values with commas between them: `--numeric age,height`. In a YAML file also a list, whose elements may hold
/// commas themselves.
struct CommaList<Element: SettingValue>: SettingValue {
    let elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }

    init?(argument: String) {
        let words = argument.split(separator: ",", omittingEmptySubsequences: false)
        self.init(list: words.map { String($0.drop { $0 == " " }) })
    }

    init?(list: [String]) {
        var elements: [Element] = []
        for word in list {
            guard !word.isEmpty, let element = Element(argument: word) else { return nil }
            elements.append(element)
        }
        if elements.isEmpty { return nil }
        self.elements = elements
    }

    static var expectation: String { "\(Element.expectation), or several with commas between them" }
    var json: JSON { .array(elements.map(\.json)) }
}
