/// The attributes that elements of pages have.
enum HTMLAttribute: String, Sendable, Hashable {
    case alt, charset, `class`, colspan, content, decoding, `for`, height, hidden, href, id, lang, loading, name, open
    case placeholder, rel, role, scope, src, style, tabindex, title, type, value, width
    case ariaControls = "aria-controls"
    case ariaHidden = "aria-hidden"
    case ariaLabel = "aria-label"
    case ariaLabelledBy = "aria-labelledby"
    case ariaLive = "aria-live"
    case dataImage = "data-image"
    case httpEquivalent = "http-equiv"
}
