import NeSyTensor
import Testing

@testable import NeSyNetworks

@Suite struct MemoryBatchesTests {
    static func source(_ order: MemoryBatches.Order) throws -> MemoryBatches {
        try MemoryBatches(
            images: Tensor([7, 1, 1, 2], (0..<14).map(Float.init)), labels: [0, 1, 2, 3, 4, 5, 6], batchSize: 3,
            order: order)
    }

    static func labels(_ source: MemoryBatches, epoch: Int, from batch: Int = 0) -> [[Int32]] {
        source.begin(epoch: epoch, batch: batch)
        var result: [[Int32]] = []
        while let batch = source.next() {
            for (row, label) in batch.labels.enumerated() {
                #expect(batch.images[row, 0, 0, 1] == Float(2 * label + 1))
            }
            result.append(batch.labels)
        }
        return result
    }

    @Test func aGivenOrderIsKept() throws {
        #expect(Self.labels(try Self.source(.given), epoch: 3) == [[0, 1, 2], [3, 4, 5], [6]])
    }

    @Test func anEpochMayBeginInTheMiddle() throws {
        let source = try Self.source(.shuffled(seed: 4))
        let whole = Self.labels(source, epoch: 1)
        #expect(whole.flatMap(\.self).sorted() == [0, 1, 2, 3, 4, 5, 6])
        #expect(Self.labels(source, epoch: 1, from: 2) == [whole[2]])
        #expect(Self.labels(source, epoch: 2) != whole)
        #expect(Self.labels(try Self.source(.shuffled(seed: 4)), epoch: 1) == whole)
    }

    @Test func labelsMustMatchImages() {
        #expect(throws: NeSyError.self) {
            try MemoryBatches(images: Tensor(zeros: [2, 1, 1, 1]), labels: [0], batchSize: 1)
        }
        #expect(throws: NeSyError.self) {
            try MemoryBatches(images: Tensor(zeros: [0, 1, 1, 1]), labels: [], batchSize: 1)
        }
    }
}
