import NeSyJSON

/// A whole page that needs nothing from the network: its style sheet, its data and its script are inside, and its
/// policy forbids the browser to fetch anything else.
struct HTMLDocument: Sendable, Hashable {
    /// Where the pictures of a page may come from.
    enum Pictures: String, Sendable, Hashable {
        /// From within the page.
        case inside = "img-src data:"
        /// From within the page and from files beside it.
        case beside = "img-src data: 'self' file:"
    }

    static let generatorMark = "<meta name=\"generator\" content=\"NeSy report\"/>"

    var title: String
    var summary: String
    var pictures: Pictures
    var style: String
    /// What the script reads, under its id.
    var data: JSON
    var script: String
    var body: [HTML]

    var text: String {
        var out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
        let policy = "default-src 'none'; \(pictures.rawValue); style-src 'unsafe-inline'; script-src 'unsafe-inline'"
        HTML(.meta).with(.charset, "utf-8").write(to: &out)
        out += HTMLDocument.generatorMark + "\n"
        let head: [HTML] = [
            HTML(.meta).with(.httpEquivalent, "Content-Security-Policy").with(.content, policy),
            HTML(.meta).with(.name, "viewport").with(.content, "width=device-width, initial-scale=1"),
            HTML(.meta).with(.name, "color-scheme").with(.content, "light dark"),
            HTML(.meta).with(.name, "description").with(.content, summary),
            // Without an icon of its own a browser asks the server for one.
            HTML(.link).with(.rel, "icon").with(.href, "data:,"),
            HTML(.title, "", [.text(title)]),
        ]
        for element in head { element.write(to: &out) }
        out += "<style>\n\(HTMLDocument.closed(style))</style>\n</head>\n<body>\n"
        for element in body { element.write(to: &out) }
        out += "<script type=\"application/json\" id=\"data\">\(HTMLDocument.embedded(data))</script>\n"
        // Comments to JavaScript; they make the page XML, where `<` and `&` would be markup.
        out += "<script>/*<![CDATA[*/\n\(HTMLDocument.closed(script))/*]]>*/</script>\n"
        return out + "</body>\n</html>\n"
    }

    /// JSON that a script element may hold: nothing in it ends the element or begins a comment.
    static func embedded(_ json: JSON) -> String {
        var out = ""
        for scalar in json.text().unicodeScalars {
            switch scalar {
            case "<": out += "\\u003c"
            case ">": out += "\\u003e"
            case "&": out += "\\u0026"
            case "\u{2028}": out += "\\u2028"
            case "\u{2029}": out += "\\u2029"
            case "\u{FFFE}", "\u{FFFF}": out += "\\ufffd"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// - Precondition: nothing in the text ends the element that holds it. It is ours, not a user's.
    private static func closed(_ text: String) -> String {
        precondition(!text.contains("</"), "a style or script that ends itself")
        return text
    }
}
