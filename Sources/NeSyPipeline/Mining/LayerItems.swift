import NeSyNetworks
import NeSyTensor

/// What rules between layers speak of: the neurons of one layer, or the columns of one table, each set or not in every
/// row.
public struct LayerItems: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// One item for each class; at most one is set in a row.
        case classes
        /// The neurons of a layer without positions.
        case neurons
        /// The positions of the filters' maps, in the order they have in memory: row by row, column by column,
        /// filters innermost.
        case positions
        /// The filters of a convolution, each as a whole.
        case filters
        /// The columns of a table.
        case columns
    }

    /// Where an item lies in its layer.
    public struct Place: Sendable, Hashable {
        /// The filter, or the neuron of a layer without positions.
        public var filter: Int
        /// In the filter's map, counted from the top and from the left; nil for an item that is not one position.
        public var row: Int?
        public var column: Int?

        public init(filter: Int, row: Int? = nil, column: Int? = nil) {
            self.filter = filter
            self.row = row
            self.column = column
        }
    }

    /// What the layer or the file is called.
    public var layer: String
    public var kind: Kind
    public var names: [String]
    /// Rows of the data by items.
    public var bits: BitMatrix
    /// What the layer yields for one image; nil for tables.
    public var shape: FeatureShape?

    /// - Precondition: a name for every column.
    public init(layer: String, kind: Kind, names: [String], bits: BitMatrix, shape: FeatureShape? = nil) {
        precondition(names.count == bits.columns)
        self.layer = layer
        self.kind = kind
        self.names = names
        self.bits = bits
        self.shape = shape
    }

    public var rows: Int { bits.rows }
    public var count: Int { names.count }

    /// Where an item lies; nil for classes and for the columns of a table.
    public func place(_ item: Int) -> Place? {
        LayerItems.place(item, kind, shape)
    }

    static func place(_ item: Int, _ kind: Kind, _ shape: FeatureShape?) -> Place? {
        switch kind {
        case .classes, .columns: return nil
        case .neurons, .filters: return Place(filter: item)
        case .positions:
            guard let shape else { return nil }
            let position = item / shape.channels
            return Place(filter: item % shape.channels, row: position / shape.width, column: position % shape.width)
        }
    }

    /// The names of a layer's items: `relu3_17` is neuron or filter 17, `relu1_5_12_7` filter 5 at row 12, column 7.
    static func names(layer: String, kind: Kind, shape: FeatureShape) -> [String] {
        let count = kind == .positions ? shape.count : shape.channels
        return (0..<count).map { item in
            let place = place(item, kind, shape) ?? Place(filter: item)
            return ([layer, "\(place.filter)"] + [place.row, place.column].compactMap { $0.map(String.init) })
                .joined(separator: "_")
        }
    }

    /// The names of classes; classes that are only numbered get the name of the layer before their number: `output_7`.
    static func names(layer: String, classes: [String]) -> [String] {
        let areNumbers = classes.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        return areNumbers ? classes.map { "\(layer)_\($0)" } : classes
    }

    /// Items that are set in no row and items that are set in every row: they tell nothing apart.
    public func constantItems() -> (never: [Int], always: [Int]) {
        var (never, always): ([Int], [Int]) = ([], [])
        for item in 0..<count {
            let rows = bits.count(column: item)
            if rows == 0 { never.append(item) } else if rows == bits.rows { always.append(item) }
        }
        return (never, always)
    }

    /// The share of cells that are set.
    public var density: Double {
        let set = (0..<count).reduce(0) { $0 + bits.count(column: $1) }
        return set == 0 ? 0 : Double(set) / (Double(rows) * Double(count))
    }

    /// One item for every class of the labels, set in its rows. A negative label sets none.
    static func oneHot(_ labels: [Int32], classes: Int) -> BitMatrix {
        var bits = BitMatrix(rows: labels.count, columns: classes)
        for (row, label) in labels.enumerated() where label >= 0 { bits[row, Int(label)] = true }
        return bits
    }
}
