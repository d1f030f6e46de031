/// A part of the page that the list of sections leads to; left out when it has no content.
struct PageSection {
    var id: String
    var title: String
    var content: [HTML]
}
