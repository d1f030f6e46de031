import NeSyCompute
import NeSyConcepts
import NeSyFormats
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct EvidenceFileTests {
    let folder = TemporaryFolder()
    let images = ["train/a/1.png", "train/a/2.png", "train/b/1.png"]

    private func write(_ name: String, _ arrays: [String: NumericArray], deflated: Bool = false) throws -> String {
        try FileSystem.system.encode(NPZ.encode(arrays, deflated: deflated), to: folder(name))
        return folder(name)
    }

    private func names(_ lines: String, _ name: String = "names.txt") throws -> String {
        try FileSystem.system.encode(Array(lines.utf8), to: folder(name))
        return folder(name)
    }

    private let six = NumericArray([3, 2], .float32([1, 2, 3, 4, 5, 6]))

    @Test(arguments: [false, true])
    func similaritiesAreReadInPortions(deflated: Bool) throws {
        let path = try write("sim.npz", ["similarities": six], deflated: deflated)
        var file = try SimilarityFile(
            path, concepts: try names("\u{feff}red\r\nblue\r\n \r\n"), rows: ImageRows(images: images))
        #expect(file.concepts == ["red", "blue"] && file.rows == [0, 1, 2] && file.rowCount == 3)
        #expect(try file.next(2) == [1, 2, 3, 4])
        #expect(try file.next(2) == [5, 6])
        #expect(try file.next(2) == [])
    }

    @Test func whatDoesNotFitIsSaid() throws {
        let rows = ImageRows(images: images)
        let two = try names("red\nblue\n")
        func refusal(_ arrays: [String: NumericArray], _ list: String?) throws -> NeSyError? {
            let path = try write("sim.npz", arrays)
            return #expect(throws: NeSyError.self) { _ = try SimilarityFile(path, concepts: list, rows: rows) }
        }
        #expect(try refusal(["similarities": six], nil)?.expected?.contains("--concepts") == true)
        #expect(try refusal(["similarities": six], try names("red\n", "one.txt"))?.expected == "2 names")
        for (list, place, words) in [
            (" \nred\n", "line 1", "no name"), ("red\n, ,\n", "line 2", "no name"), ("red\nred \n", "line 2", "line 1"),
            ("red\n\u{1b}[31mblue\n", "line 2", "\\u{1B}"),
        ] {
            let error = try refusal(["similarities": six], try names(list, "odd.txt"))
            #expect(error?.kind == .badData && error?.location?.hasSuffix("odd.txt, \(place)") == true)
            #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        }
        let none = NumericArray([3, 0], .float32([]))
        #expect(try refusal(["similarities": none], two)?.what == "There is no concept.")
        #expect(try refusal(["a": six, "b": six], two)?.found == "a, b")
        #expect(try refusal(["s": NumericArray([6], six.values)], two)?.expected == "two dimensions")
        let four = NumericArray([4, 2], .float32([Float](repeating: 0, count: 8)))
        #expect(try refusal(["similarities": four], two)?.remedy?.contains("images=") == true)
        #expect(throws: NeSyError.self) { _ = try SimilarityFile(folder("none.npz"), concepts: two, rows: rows) }
        // A name of one's own is fine where nothing else can be meant.
        let path = try write("own.npz", ["s": six])
        #expect(try SimilarityFile(path, concepts: two, rows: rows).rowCount == 3)
    }

    @Test func rowsFindTheirImages() throws {
        let rows = ImageRows(images: images)
        let names = ["/photos/train/b/1.jpeg", "photos/train/a/2.png", "photos/test/a/2.png", "x/train/a/1.png"]
        #expect(try rows.rows(names: names, count: 4) == [3, 1, 0])
        #expect(try rows.rows(names: images.reversed(), count: 3) == [2, 1, 0])
        for (wrong, words) in [
            (Array(names.dropLast()), "train/a/1.png"), (names + ["photos/train/a/2.jpg"], "train/a/2.png"),
        ] {
            let error = #expect(throws: NeSyError.self) { try rows.rows(names: wrong, count: wrong.count) }
            #expect(error?.what.contains(words) == true)
        }
        #expect(throws: NeSyError.self) { try rows.rows(names: names, count: 5) }
    }

    /// Cosines, whatever the lengths of the embeddings.
    @Test func embeddingsAreMultiplied() throws {
        let pool = WorkerPool(threadCount: 2)
        let backend = CPUBackend(pool: pool)
        let left = try write("images.npz", ["embeddings": NumericArray([3, 2], .float64([3, 4, 0, 2, -5, 0]))])
        let right = try write("concepts.npz", ["embeddings": NumericArray([4, 2], .float32([1, 0, 0, 9, 1, 1, -2, 0]))])
        let list = try names("a\nb\nc\nd")
        func product() throws -> EmbeddingProduct {
            try EmbeddingProduct(
                images: left, concepts: right, names: list, rows: ImageRows(images: images), backend: backend)
        }
        var evidence = try product()
        let half = Float(0.5).squareRoot()
        let expected: [Float] = [0.6, 0.8, 1.4 * half, -0.6, 0, 1, half, 0, -1, 0, -half, 1]
        let found = try evidence.next(2) + evidence.next(2)
        #expect(found.count == 12 && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(try evidence.next(1) == [])

        _ = try write("concepts.npz", ["embeddings": NumericArray([4, 2], .float32([1, 0, 0, 0, 1, 1, -2, 0]))])
        #expect(#expect(throws: NeSyError.self) { _ = try product() }?.location?.hasSuffix("row 2") == true)
        _ = try write("concepts.npz", ["embeddings": NumericArray([4, 1], .float32([1, 2, 3, 4]))])
        #expect(#expect(throws: NeSyError.self) { _ = try product() }?.found == "1")
    }

    /// A row of them is longer than the row of their products: the block is cut by the longer one.
    @Test func longEmbeddingsAreReadInSmallerPortions() throws {
        let length = 1 << 22
        var numbers = [Int8](repeating: 0, count: 3 * length)
        for row in 0..<3 { numbers[row * length + row] = 1 }
        let left = try write("images.npz", ["embeddings": NumericArray([3, length], .int8(numbers))])
        let right = try write(
            "concepts.npz", ["embeddings": NumericArray([1, length], .int8(Array(numbers.prefix(length))))])
        var evidence = try EmbeddingProduct(
            images: left, concepts: right, names: try names("a"), rows: ImageRows(images: images),
            backend: CPUBackend(pool: WorkerPool(threadCount: 1)))
        #expect(try evidence.next(1000) == [1, 0])
        #expect(try evidence.next(1000) == [0])
        #expect(try evidence.next(1000) == [])
    }

    /// Their lengths have reciprocals beyond Float.
    @Test func theSmallestEmbeddingsHaveADirection() throws {
        let tiny = 714 * Float.leastNonzeroMagnitude
        let left = try write("images.npz", ["embeddings": NumericArray([3, 2], .float32([tiny, 0, 0, tiny, 1, 1]))])
        let right = try write("concepts.npz", ["embeddings": NumericArray([1, 2], .float32([0, tiny]))])
        func product() throws -> EmbeddingProduct {
            try EmbeddingProduct(
                images: left, concepts: right, names: try names("a"), rows: ImageRows(images: images),
                backend: CPUBackend(pool: WorkerPool(threadCount: 1)))
        }
        var evidence = try product()
        let found = try evidence.next(3)
        #expect(zip(found, [0, 1, Float(0.5).squareRoot()]).allSatisfy { abs($0 - $1) < 1e-6 })

        _ = try write("concepts.npz", ["embeddings": NumericArray([1, 2], .float32([0, .nan]))])
        let error = #expect(throws: NeSyError.self) { _ = try product() }
        #expect(error?.location == "\(right), row 1" && error?.found == "nan" && error?.remedy != nil)
    }

    /// NumPy's archives with names inside, compressed or not, in every type of float, and the published program on
    /// them.
    @Test(.enabled(if: Python.has("numpy")), arguments: ["f2", "f4", "f8"])
    func numpyScoresTheSame(type: String) throws {
        try Python.run(
            """
            import sys, numpy as np
            folder, kind = sys.argv[1:]
            rng = np.random.default_rng(0)
            images, concepts, filters, top = 300, 70, 6, 40
            vectors, words = rng.normal(size=(images, 16)), rng.normal(size=(concepts, 16))
            unit = lambda x: x / np.linalg.norm(x, axis=1, keepdims=True)
            names, order = [f'c {i} é' for i in range(concepts)], rng.permutation(images)
            files = [f'{i}.png' for i in range(images)]
            sims = (unit(vectors) @ unit(words).T).astype(kind)
            mixed = dict(similarities=sims[order], concepts=names, images=[files[i] for i in order])
            np.savez(folder + '/plain.npz', **mixed)
            np.savez_compressed(folder + '/packed.npz', **mixed)
            np.save(folder + '/bare.npy', sims.astype('>' + kind))
            open(folder + '/names.txt', 'w').write('\\n'.join(names))
            np.savez(folder + '/images.npz', embeddings=vectors[order], images=mixed['images'])
            np.savez(folder + '/words.npz', embeddings=words.astype(kind), concepts=names)
            norms = rng.random((images, filters)).astype('f4')
            np.save(folder + '/norms.npy', norms)
            def score(s):
                e = np.exp(10 * s.astype('f8')); P = e / e.sum(1, keepdims=True)
                p = 0.998 - np.arange(top) / top * (0.998 - 0.97)
                L = np.stack([np.log(1 + p[:, None] * (P[np.argsort(-norms[:, f])[:top]] - 1) + 1e-7).sum(0)
                              for f in range(filters)])
                return L - np.log(np.exp(L).mean(0))
            np.save(folder + '/scores.npy', score(sims))
            np.save(folder + '/products.npy', score(unit(vectors) @ unit(words.astype(kind).astype('f8')).T))
            """, folder.path, type)
        func array(_ name: String) throws -> NumericArray { try FileSystem.system.decode(folder(name), NPY.decode) }
        let pool = WorkerPool(threadCount: 2)
        let rows = ImageRows(images: (0..<300).map { "\($0).png" })
        let norms = try array("norms.npy").tensor
        var wpmi = SoftWPMI()
        wpmi.baseline = .filters
        wpmi.top = 40
        func compare(_ evidence: some ConceptEvidence, _ name: String, _ tolerance: Double) throws {
            #expect(evidence.concepts.first == "c 0 é" && evidence.concepts.count == 70)
            let found = try wpmi.scores(norms: norms, filters: Array(0..<6), evidence: evidence, pool: pool).scores
            let expected = try array(name).floats
            #expect(zip(found.values, expected).allSatisfy { abs($0 - Double($1)) < tolerance })
        }
        try compare(try SimilarityFile(folder("plain.npz"), rows: rows), "scores.npy", 1e-3)
        try compare(try SimilarityFile(folder("packed.npz"), rows: rows), "scores.npy", 1e-3)
        try compare(
            try SimilarityFile(folder("bare.npy"), concepts: folder("names.txt"), rows: rows), "scores.npy", 1e-3)
        try compare(
            try EmbeddingProduct(
                images: folder("images.npz"), concepts: folder("words.npz"), rows: rows, backend: CPUBackend(pool: pool)
            ),
            "products.npy", 1e-3)
    }
}
