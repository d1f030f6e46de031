/// An element of an SVG picture: a name, attributes in the order they are written, and what stands inside.
public struct SVGElement: Sendable, Hashable {
    struct Attribute: Sendable, Hashable {
        var name: String
        var value: String
    }

    let name: String
    private(set) var attributes: [Attribute] = []
    private(set) var children: [SVGElement] = []
    /// Text inside, before the children.
    private(set) var content: String?

    init(_ name: String, content: String? = nil, children: [SVGElement] = []) {
        self.name = name
        self.content = content
        self.children = children
    }

    /// The element with an attribute set to a text, which is escaped when it is written.
    public func with(_ name: String, _ value: String) -> SVGElement {
        var copy = self
        if let index = attributes.firstIndex(where: { $0.name == name }) {
            copy.attributes[index].value = value
        } else {
            copy.attributes.append(Attribute(name: name, value: value))
        }
        return copy
    }

    public func with(_ name: String, _ value: Double) -> SVGElement { with(name, value.shortDecimal) }

    func without(_ name: String) -> SVGElement {
        var copy = self
        copy.attributes.removeAll { $0.name == name }
        return copy
    }

    /// The element with a text that viewers show when the pointer rests on it, and that screen readers read.
    public func titled(_ text: String) -> SVGElement {
        var copy = self
        copy.children.insert(SVGElement("title", content: text), at: 0)
        return copy
    }

    func write(to out: inout String) {
        out += "<\(name)"
        for attribute in attributes { out += " \(attribute.name)=\"\(attribute.value.escapedForXML)\"" }
        guard content != nil || !children.isEmpty else {
            out += "/>"
            return
        }
        out += ">"
        if let content { out += content.escapedForXML }
        for child in children { child.write(to: &out) }
        out += "</\(name)>"
        if name == "g" || name == "a" { out += "\n" }
    }
}
