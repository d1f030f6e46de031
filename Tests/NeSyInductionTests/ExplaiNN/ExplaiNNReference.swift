import Foundation
import NeSyJSON
import NeSyTestSupport

/// Figures of the score that were computed by another implementation.
enum ExplaiNNReference {
    static let document: JSON? = {
        let path = SharedData.path("reference/explainn.json")
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return try? JSON.parse(data)
    }()
}
