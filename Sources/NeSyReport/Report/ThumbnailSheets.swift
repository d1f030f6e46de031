/// Small square pictures of images, many to a sheet, row by row from the upper left and without gaps.
public struct ThumbnailSheets: Sendable, Hashable {
    /// Pixels along the side of a thumbnail.
    public var side: Int
    /// Thumbnails in a row.
    public var columns: Int
    /// Thumbnails on a full sheet; the last sheet may hold fewer.
    public var perSheet: Int
    public var sheets: [EncodedPicture]

    /// - Precondition: sheets are `side * columns` wide and hold whole rows.
    public init(side: Int, columns: Int, perSheet: Int, sheets: [EncodedPicture]) {
        precondition(side > 0 && columns > 0 && perSheet > 0 && perSheet % columns == 0)
        precondition(sheets.allSatisfy { $0.width == side * columns && $0.height % side == 0 })
        self.side = side
        self.columns = columns
        self.perSheet = perSheet
        self.sheets = sheets
    }
}
