/// The attributes that elements of pages have.
enum HTMLAttribute: String, Sendable, Hashable {
    case alt, charset, `class`, content, decoding, height, hidden, href, id, loading, name, open, placeholder, rel, role
    case scope, src, style, tabindex, title, type, value, width
    case ariaControls = "aria-controls"
    case ariaHidden = "aria-hidden"
    case ariaLabel = "aria-label"
    case ariaLabelledBy = "aria-labelledby"
    case ariaLive = "aria-live"
    case dataImage = "data-image"
    case httpEquivalent = "http-equiv"
}
