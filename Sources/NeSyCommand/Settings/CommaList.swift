import ArgumentParser
import NeSy

/// Values with commas between them: `--numeric age,height`. In a YAML file also a list.
struct CommaList<Element: SettingValue>: SettingValue {
    let elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }

    init?(argument: String) {
        var elements: [Element] = []
        for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let trimmed = word.drop { $0 == " " }
            guard !trimmed.isEmpty, let element = Element(argument: String(trimmed)) else { return nil }
            elements.append(element)
        }
        self.elements = elements
    }

    static var expectation: String { "\(Element.expectation), or several with commas between them" }
    var json: JSON { .array(elements.map(\.json)) }
}
