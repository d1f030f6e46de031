import NeSyCompute
import NeSyTensor
import Testing

extension ConformanceCase: CustomTestStringConvertible {
    public var testDescription: String { description }
}

/// The case list on the CPU.
@Suite struct ConformanceTests {
    static let operations = Set(ConformanceCase.all.map(\.operation)).sorted()

    @Test func everyCaseHasItsOwnName() {
        #expect(Set(ConformanceCase.all.map(\.description)).count == ConformanceCase.all.count)
    }

    @Test(arguments: ConformanceCase.all) func gradientsAreCentralDifferences(testCase: ConformanceCase) throws {
        let differences = try testCase.gradientDifferences(on: CPUBackend(pool: WorkerPool(threadCount: 1)))
        #expect(differences.isEmpty, "\(differences)")
    }

    @Test(arguments: operations) func instructionsAgree(operation: String) throws {
        let oracle = CPUBackend(vectors: .portable)
        for level in VectorLevel.allCases where level <= .best {
            let backend = CPUBackend(vectors: level)
            for testCase in ConformanceCase.all where testCase.operation == operation {
                let differences = try testCase.differences(of: backend, from: oracle)
                #expect(differences.isEmpty, "\(testCase), \(level): \(differences)")
            }
        }
    }

    @Test(arguments: operations) func threadsGiveTheSameBits(operation: String) throws {
        let alone = CPUBackend(pool: WorkerPool(threadCount: 1))
        for threads in [2, 3, 8] {
            let together = CPUBackend(pool: WorkerPool(threadCount: threads))
            for testCase in ConformanceCase.all where testCase.operation == operation {
                for (a, b) in zip(try testCase.outputs(on: alone), try testCase.outputs(on: together)) {
                    #expect(a.values.map(\.bitPattern) == b.values.map(\.bitPattern), "\(testCase), \(a.name)")
                }
            }
        }
    }

    @Test(.enabled(if: VectorLevel.best == .avx512)) func fusedProductsAreTheSameBits() throws {
        let (wide, narrow) = (CPUBackend(vectors: .avx512), CPUBackend(vectors: .avx2))
        for testCase in ConformanceCase.all {
            for (a, b) in zip(try testCase.outputs(on: wide), try testCase.outputs(on: narrow)) {
                #expect(a.values.map(\.bitPattern) == b.values.map(\.bitPattern), "\(testCase), \(a.name)")
            }
        }
    }

    @Test(.enabled(if: PyTorch.isPresent, "python3 has no torch")) func outputsAreThoseOfPyTorch() throws {
        let backend = CPUBackend()
        let cases = ConformanceCase.all
        var compared = Set<String>()
        for (testCase, peer) in zip(cases, try PyTorch.outputs(of: cases)) {
            for output in try testCase.outputs(on: backend) {
                guard let expected = peer[output.name] else { continue }
                compared.insert(testCase.operation)
                let difference = testCase.difference(of: output, from: expected.map(Float.init))
                #expect(difference == nil, "\(testCase): \(difference.map(String.init(describing:)) ?? "")")
            }
        }
        // PyTorch draws other random numbers, and has nothing to say about memory.
        #expect(Set(cases.map(\.operation)).subtracting(compared) == ["dropout", "memory"])
    }
}
