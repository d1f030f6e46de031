/// The version of NeSy, as written into everything that it makes.
public enum Version {
    public static let current = "0.1.0"
}
