import NeSyFormats
import NeSyNetworks
import NeSyStorage
import NeSyTensor

/// What a strategy fixed about the filters: `filters.safetensors`. Extraction must binarise at the thresholds of the
/// training, or the margin that was trained is lost.
public struct TrainedFilters: Sendable, Hashable {
    /// nil when none were trained for (`none`, `ebp`, `ts5`): extraction then takes them from the training images.
    public var thresholds: FilterThresholds?
    public var matrix: FilterProbabilityMatrix?

    public init(thresholds: FilterThresholds? = nil, matrix: FilterProbabilityMatrix? = nil) {
        self.thresholds = thresholds
        self.matrix = matrix
    }

    var arrays: [String: NumericArray] {
        var arrays: [String: NumericArray] = [:]
        if let thresholds {
            arrays["thresholds"] = NumericArray([thresholds.values.count], .float32(thresholds.values))
        }
        if let matrix { arrays["filter_probability_matrix"] = NumericArray(matrix.targets) }
        return arrays
    }

    /// nil when there is nothing in the arrays.
    init?(arrays: [String: NumericArray], at place: String) throws(NeSyError) {
        if let theta = arrays["thresholds"] {
            guard theta.shape.rank == 1, theta.floats.allSatisfy(\.isFinite) else {
                throw NeSyError(
                    .badData, "The thresholds of the filters cannot be read.", at: place,
                    expected: "a list of finite numbers", found: "shape \(theta.shape)")
            }
            thresholds = FilterThresholds(values: theta.floats)
        }
        if let targets = arrays["filter_probability_matrix"] {
            guard targets.shape.rank == 2, thresholds.map({ $0.values.count == targets.shape[1] }) ?? true else {
                throw NeSyError(
                    .badData, "The filter probability matrix does not fit the thresholds.", at: place,
                    expected: "[classes, filters]", found: "\(targets.shape)")
            }
            let values = targets.floats
            let filters = targets.shape[1]
            matrix = FilterProbabilityMatrix(
                filters: filters,
                assigned: (0..<targets.shape[0]).map { c in (0..<filters).filter { values[c * filters + $0] == 1 } })
        }
        if thresholds == nil && matrix == nil { return nil }
    }

    public func save(in folder: RunFolder) throws(NeSyError) {
        try folder.files.encode(SafeTensors(tensors: arrays).encode(), to: folder.filtersFile)
    }

    /// The filters of a run; nil when its strategy fixed none.
    public init?(folder: RunFolder) throws(NeSyError) {
        guard try folder.exists(folder.filtersFile) else { return nil }
        let file = try folder.files.decode(folder.filtersFile, SafeTensors.decode)
        try self.init(arrays: file.tensors, at: folder.filtersFile)
    }
}

extension RunFolder {
    /// Whether a file of the run is there.
    public func exists(_ file: String) throws(NeSyError) -> Bool {
        do throws(StorageError) { return try files.inspect(file) != nil } catch { throw NeSyError(reading: error) }
    }
}
