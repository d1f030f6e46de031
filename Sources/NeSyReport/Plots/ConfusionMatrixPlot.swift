/// A confusion matrix as a picture: a row for every true class, shaded by the share of its images. What is right is
/// blue, what is wrong is brown, and what got no class stands apart in grey.
public struct ConfusionMatrixPlot: Sendable, Hashable {
    public let title: String
    public let matrix: ConfusionMatrix

    public init(_ title: String, _ matrix: ConfusionMatrix) {
        self.title = title
        self.matrix = matrix
    }

    /// Up to this many classes a number fits into a cell.
    static let mostNumbered = 14

    public var document: SVGDocument {
        let columns = matrix.columns.count
        let isNumbered = max(matrix.named.count, matrix.given.count) <= ConfusionMatrixPlot.mostNumbered
        let cell = isNumbered ? min(52, max(30, 300 / Double(max(1, columns)))) : 15.0
        let fontSize = isNumbered ? 11.5 : 10.0
        // Of a network too where both fit side by side, so that its matrix stands as high as that of the rules.
        let names = matrix.given + matrix.columns + (isNumbered ? [ConfusionMatrix.withoutClass] : [])
        let longest = names.map { TextWidth.estimate($0, size: fontSize) }.max() ?? 0
        let label = min(isNumbered ? 104 : 128, longest + 4)
        // Slanted names need less height; in narrow columns they would lie upon each other.
        let (left, top) = (label + 8, 46 + label * (isNumbered ? 0.72 : 1))
        let gap = cell * 0.3
        let end = left + Double(columns) * cell + (matrix.unclassified == nil ? 0 : gap)
        let width = end + (isNumbered ? label * 0.6 : 4) + 4
        let height = top + Double(matrix.given.count) * cell + 8
        var elements: [SVGElement] = [
            .text(title, x: 2, y: 15, size: 13, isBold: true, fitting: width - 4),
            .text("rows: true class", x: 2, y: 31, size: 10.5).filled(.muted),
        ]
        func x(_ column: Int) -> Double {
            left + Double(column) * cell + (column == matrix.named.count ? gap : 0)
        }
        let ground = Double(matrix.given.count) * cell
        elements.append(
            .rectangle(x: left, y: top, width: Double(matrix.named.count) * cell, height: ground).filled(.panel))
        if matrix.unclassified != nil {
            elements.append(.rectangle(x: x(matrix.named.count), y: top, width: cell, height: ground).filled(.panel))
        }
        for (column, name) in matrix.columns.enumerated() {
            let foot = "\((x(column) + cell / 2 + 3).shortDecimal) \((top - 6).shortDecimal)"
            let place = "translate(\(foot)) rotate(\(isNumbered ? -45 : -90))"
            elements.append(
                SVGElement.text(name, x: 0, y: 0, size: fontSize, fitting: label).with("transform", place))
        }
        for (row, name) in matrix.given.enumerated() {
            let y = top + Double(row) * cell
            elements.append(
                .text(
                    name, x: left - 7, y: y + cell / 2 + fontSize * 0.35, size: fontSize, anchor: .end, fitting: label))
            let total = matrix.total(row)
            for (column, count) in matrix.row(row).enumerated() where count > 0 {
                let share = Double(count) / Double(total)
                elements.append(
                    shade(count, share, row, column, x: x(column), y: y, side: cell, isNumbered: isNumbered))
            }
        }
        return SVGDocument(width: width, height: height, title: title, summary: summary, elements: elements)
    }

    private func shade(
        _ count: Int, _ share: Double, _ row: Int, _ column: Int, x: Double, y: Double, side: Double, isNumbered: Bool
    ) -> SVGElement {
        let isUnclassified = column == matrix.named.count
        let isRight = !isUnclassified && matrix.named[column] == matrix.given[row]
        let strength = ConfusionMatrixPlot.strength(share)
        var parts: [SVGElement] = [
            .rectangle(x: x + 0.5, y: y + 0.5, width: side - 1, height: side - 1)
                .filled(isUnclassified ? .muted : isRight ? .right : .wrong).with("fill-opacity", strength)
        ]
        if isNumbered {
            parts.append(
                SVGElement.text(count.grouped, x: x + side / 2, y: y + side / 2 + 4, size: 11.5, anchor: .middle)
                    .filled(strength > 0.6 ? .paper : .ink))
        }
        let verdict = isUnclassified ? ConfusionMatrix.withoutClass : "taken for \(matrix.named[column])"
        return SVGElement.group(parts)
            .titled("\(matrix.given[row]), \(verdict): \(count.grouped) (\(share.percent))")
    }

    /// How strongly a share is painted, in steps that leave out the middle: every number on them is easy to read,
    /// dark on the weak ones and light on the strong ones.
    private static func strength(_ share: Double) -> Double {
        switch share {
        case ..<0.02: 0.17
        case ..<0.05: 0.23
        case ..<0.1: 0.29
        case ..<0.2: 0.35
        case ..<0.35: 0.42
        case ..<0.5: 0.48
        case ..<0.7: 0.84
        case ..<0.9: 0.92
        default: 1
        }
    }

    private var summary: String {
        let total = (0..<matrix.given.count).reduce(0) { $0 + matrix.total($1) }
        var text = "\(matrix.right.grouped) of \(total.grouped) images on the diagonal"
        if let unclassified = matrix.unclassified { text += ", \(unclassified.reduce(0, +).grouped) without a class" }
        let worst = matrix.confusions.prefix(3).map { "\($0.given) taken for \($0.named) \($0.count.grouped)" }
        return text + (worst.isEmpty ? "." : ". Most often: " + worst.joined(separator: ", ") + ".")
    }
}
