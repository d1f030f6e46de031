/// The elements that pages are made of.
enum HTMLTag: String, Sendable, Hashable {
    case a, b, button, caption, code, dd, details, div, dl, dt, em, figcaption, figure, footer, h1, h2, h3, header
    case img, input, label, li, link, main, meta, nav, noscript, ol, option, p, pre, section, select, small, span
    case summary, table, tbody, td, th, thead, title, tr, ul

    /// Whether the element has no end tag and nothing inside.
    var isVoid: Bool {
        switch self {
        case .img, .input, .link, .meta: true
        default: false
        }
    }

    /// Whether a line may end after the element without a blank appearing on the page.
    var endsLine: Bool {
        switch self {
        case .a, .b, .button, .code, .em, .img, .input, .label, .small, .span, .select: false
        default: true
        }
    }
}
