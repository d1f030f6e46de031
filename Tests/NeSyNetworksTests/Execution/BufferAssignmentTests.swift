import NeSyTensor
import Testing

@testable import NeSyNetworks

@Suite struct BufferAssignmentTests {
    @Test(arguments: 0..<20)
    func valuesThatLiveTogetherNeverShare(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let lifetimes = (0..<40).map { _ in
            let born = Int.random(in: 0..<50, using: &random)
            return Lifetime(
                count: Int.random(in: 1...100, using: &random), born: born,
                dies: born + Int.random(in: 0..<15, using: &random))
        }
        let assignment = BufferAssignment(lifetimes)
        for a in lifetimes.indices {
            #expect(assignment.sizes[assignment.buffers[a]] >= lifetimes[a].count)
            for b in lifetimes.indices where a < b && assignment.buffers[a] == assignment.buffers[b] {
                #expect(lifetimes[a].dies < lifetimes[b].born || lifetimes[b].dies < lifetimes[a].born)
            }
        }
        #expect(assignment.sizes.count < lifetimes.count)
    }
}
