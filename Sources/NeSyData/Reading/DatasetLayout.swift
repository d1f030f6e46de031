/// How a data set lies on the disk.
public enum DatasetLayout: String, Sendable, Hashable, CaseIterable {
    /// `DIR/CLASS/IMAGE`
    case classFolders = "folders of classes"
    /// `DIR/train/CLASS/IMAGE`, with `val` and `test` beside `train`
    case splitFolders = "folders of splits and classes"
    /// `DIR/IMAGE`, for images that need no classes
    case images = "a folder of images"
    /// `DIR/metadata.csv` with `file_name,label[,split]`
    case metadata = "metadata.csv"
    /// `DIR/index.csv` with `name`, a class and a split, and the pictures in `DIR/images`
    case index = "index.csv"
    /// `DIR/*images*idx*-ubyte[.gz]` beside `DIR/*labels*idx1-ubyte[.gz]`
    case idx = "IDX files"
    /// `FILE.npz` with `x_train`, `y_train` (and `x_test`, `y_test`), or `images`, `labels`
    case npz = "NPZ arrays"

    /// What a folder of images may look like, for errors.
    static let expectedTree =
        "DIR/CLASS/IMAGE.png; or DIR/train/CLASS/IMAGE.png with val and test beside train; or DIR/metadata.csv"
        + " (file_name,label[,split]); or DIR/index.csv with DIR/images; or IDX files; or one .npz file"
}
