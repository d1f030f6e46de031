/// The pixels of an object as COCO writes them.
enum COCOArea: Sendable, Hashable {
    /// Corners x, y, x, y, … of each polygon, in pixels from the left upper corner of the image.
    case polygons([[Double]])
    /// Pixels outside and inside in turn, down the columns.
    case runs([Int])

    /// The run lengths of a string: five bits a character from 48, lowest first, the sixth telling that more follow;
    /// the fifth of the last is the sign. From the third on they are differences to the second last.
    ///
    /// Nil for a string that is none.
    static func runs(compressed text: String) -> [Int]? {
        var runs: [Int] = []
        var value = 0
        var shift = 0
        for byte in text.utf8 {
            guard (48..<112).contains(byte), shift < 60 else { return nil }
            let bits = Int(byte) - 48
            value |= (bits & 31) << shift
            shift += 5
            if bits & 32 != 0 { continue }
            if bits & 16 != 0 { value |= -1 << shift }
            if runs.count > 2 {
                let (sum, overflow) = value.addingReportingOverflow(runs[runs.count - 2])
                if overflow { return nil }
                value = sum
            }
            runs.append(value)
            (value, shift) = (0, 0)
        }
        return shift == 0 ? runs : nil
    }
}
