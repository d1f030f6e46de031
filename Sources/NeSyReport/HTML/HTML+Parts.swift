extension HTML {
    static func link(_ target: String, _ classes: String = "", _ children: [HTML]) -> HTML {
        HTML(.a, classes, children).with(.href, target)
    }

    /// A table with a caption and a row of headings, each for its column.
    static func table(
        _ classes: String = "", caption: [HTML], headings: [HTML], rows: [HTML]
    ) -> HTML {
        HTML(
            .table, classes,
            [
                HTML(.caption, "", caption),
                HTML(.thead, "", [HTML(.tr, "", headings.map { $0.with(.scope, "col") })]),
                HTML(.tbody, "", rows),
            ])
    }

    /// A heading of a column.
    static func heading(_ text: String, _ classes: String = "") -> HTML { HTML(.th, classes, [.text(text)]) }

    /// A cell that names its row.
    static func rowHeading(_ children: [HTML], _ classes: String = "") -> HTML {
        HTML(.th, classes, children).with(.scope, "row")
    }

    static func cell(_ text: String, _ classes: String = "") -> HTML { HTML(.td, classes, [.text(text)]) }

    /// What may be folded away.
    static func details(_ summary: [HTML], as classes: String = "", isOpen: Bool = false, _ children: [HTML]) -> HTML {
        let element = HTML(.details, classes, [HTML(.summary, "", summary)] + children)
        return isOpen ? element.with(.open) : element
    }

    /// What is wider than a small screen scrolls by itself, with the keyboard too.
    static func scrolling(_ label: String, _ children: [HTML]) -> HTML {
        HTML(.div, "scrolling", children).with(.tabindex, "0").with(.role, "region").with(.ariaLabel, label)
    }
}
