import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A page as a strict parser of XML sees it: what is not closed or not escaped makes it fail.
final class ParsedPage: NSObject, XMLParserDelegate {
    struct Element {
        var name: String
        var attributes: [String: String]
        /// Names of the elements around it, the outermost first.
        var path: [String]
        /// Text inside, also in elements inside.
        var text = ""
    }

    private(set) var elements: [Element] = []
    private(set) var failure: String?
    private var open: [Int] = []

    init(_ bytes: [UInt8]) {
        super.init()
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = self
        if !parser.parse() {
            failure = "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "?")"
        }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        elements.append(Element(name: name, attributes: attributes, path: open.map { elements[$0].name }))
        open.append(elements.count - 1)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        // Nobody asks for the text of all.
        for index in open where !["html", "body", "main"].contains(elements[index].name) {
            elements[index].text += text
        }
    }

    func parser(_ parser: XMLParser, foundCDATA data: Data) {
        for index in open { elements[index].text += String(decoding: data, as: UTF8.self) }
    }

    func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

    var ids: [String] { elements.compactMap { $0.attributes["id"] } }

    /// What elements are drawn with or lead to.
    var addresses: [String] { elements.flatMap { [$0.attributes["href"], $0.attributes["src"]].compactMap { $0 } } }
}
