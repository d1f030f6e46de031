/// A piece of an HTML page. Text and attribute values are escaped when they are written, here and nowhere else, so no
/// name of a class, a file or a predicate can become markup.
///
/// What is written is XML as well: every element is closed, every attribute has a value.
indirect enum HTML: Sendable, Hashable {
    case text(String)
    case element(HTMLTag, [Attribute], [HTML])
    /// A picture within the page.
    case drawing(SVGElement)

    struct Attribute: Sendable, Hashable {
        var name: HTMLAttribute
        var value: String
    }

    /// - Parameter classes: of the style sheet, between blanks.
    init(_ tag: HTMLTag, _ classes: String = "", _ children: [HTML] = []) {
        precondition(!tag.isVoid || children.isEmpty, "\(tag.rawValue) holds nothing")
        self = .element(tag, classes.isEmpty ? [] : [Attribute(name: .class, value: classes)], children)
    }

    /// The element with an attribute more.
    /// - Precondition: it is an element, and has no such attribute yet.
    func with(_ name: HTMLAttribute, _ value: String = "") -> HTML {
        guard case .element(let tag, let attributes, let children) = self,
            !attributes.contains(where: { $0.name == name })
        else { preconditionFailure("a second \(name.rawValue), or one of a text") }
        return .element(tag, attributes + [Attribute(name: name, value: value)], children)
    }

    /// The attribute where there is a value for it.
    func with(_ name: HTMLAttribute, _ value: String?) -> HTML { value.map { with(name, $0) } ?? self }

    func write(to out: inout String) {
        switch self {
        case .text(let text): out += text.escapedForXML
        case .drawing(let picture): picture.write(to: &out)
        case .element(let tag, let attributes, let children):
            out += "<\(tag.rawValue)"
            for attribute in attributes { out += " \(attribute.name.rawValue)=\"\(attribute.value.escapedForXML)\"" }
            if tag.isVoid {
                out += "/>"
            } else {
                out += ">"
                for child in children { child.write(to: &out) }
                out += "</\(tag.rawValue)>"
            }
            if tag.endsLine { out += "\n" }
        }
    }
}

extension HTML: ExpressibleByStringInterpolation {
    init(stringLiteral text: String) { self = .text(text) }
}
