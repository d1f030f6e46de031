import NeSyFormats
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct PythonOracleTests {
    @Test(.enabled(if: Python.has("PIL", "numpy")))
    func pillowAndWeAgreeOnEveryKindOfImage() throws {
        let folder = TemporaryFolder()
        let listing = try Python.run(
            """
            import sys, io, numpy as np
            from PIL import Image
            r = np.random.default_rng(0)
            out = sys.argv[1]
            def a(*s, hi=256, t=np.uint8): return r.integers(0, hi, s).astype(t)
            imgs = {}
            imgs['L.png'] = Image.fromarray(a(13, 17))
            imgs['LA.png'] = Image.fromarray(a(13, 17, 2), 'LA')
            imgs['RGB.png'] = Image.fromarray(a(13, 17, 3))
            imgs['RGBA.png'] = Image.fromarray(a(13, 17, 4))
            imgs['1.png'] = Image.fromarray(a(13, 17, hi=2) * 255).convert('1')
            imgs['I16.png'] = Image.fromarray(a(13, 17, hi=65536, t=np.uint16))
            for n in (2, 4, 16, 200):
                p = Image.fromarray(a(13, 17, hi=n), 'P'); p.putpalette(a(3 * n).tobytes()); imgs[f'P{n}.png'] = p
            smooth = np.add.outer(np.arange(40) * 3, np.arange(50) * 2).astype(np.uint8)
            imgs['L.jpg'] = Image.fromarray(smooth)
            imgs['RGB.jpg'] = Image.fromarray(np.stack([smooth, smooth.T[:40, :40].repeat(2, 1)[:, :50], 255 - smooth], -1))
            imgs['L.pgm'] = Image.fromarray(a(13, 17))
            imgs['RGB.ppm'] = Image.fromarray(a(13, 17, 3))
            for n, i in imgs.items():
                i.save(f'{out}/{n}', **({'progressive': True} if n == 'RGB.jpg' else {}))
                j = Image.open(f'{out}/{n}')
                if j.mode in ('1',): j = j.convert('L')
                if j.mode == 'P': j = j.convert('RGB')
                b = np.asarray(j)
                c = 1 if b.ndim == 2 else b.shape[2]
                open(f'{out}/{n}.raw', 'wb').write(b.astype('<u2' if b.dtype.itemsize > 1 else 'u1').tobytes())
                print(n, b.shape[1], b.shape[0], c)
            """, folder.path)
        for line in listing.split(separator: "\n") {
            let parts = line.split(separator: " ").map(String.init)
            let image = try FileSystem.system.decode(folder(parts[0])) { bytes throws(NeSyError) in
                try ImageCodec.decode(bytes)
            }
            #expect([image.width, image.height, image.channels].map(String.init) == Array(parts[1...]), "\(parts[0])")
            let raw = try FileSystem.system.read(folder(parts[0] + ".raw"))
            switch image.samples {
            case .eightBit(let values): #expect(values == raw, "\(parts[0])")
            case .sixteenBit(let values):
                #expect(values.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } == raw, "\(parts[0])")
            }
        }
    }

    @Test(.enabled(if: Python.has("safetensors", "numpy", "torch")))
    func safetensorsAndWeReadEachOther() throws {
        let folder = TemporaryFolder()
        let ours = SafeTensors(
            tensors: [
                "a": NumericArray([2, 3], .float32([1, 2, 3, 4, 5, 6.5])),
                "b.weight": NumericArray([2], .int64([-1, .max])), "c": NumericArray([], .float64([0.1])),
                "d": NumericArray([3], .bool([true, false, true])), "e": NumericArray([0, 4], .uint8([])),
                "f": NumericArray([2], .int16([-5, 300])),
            ], metadata: ["format": "pt", "note": "a \"text\"\n"])
        try FileSystem.system.encode(ours.encode(), to: folder("ours.safetensors"))
        try Python.run(
            """
            import sys, numpy as np, torch
            from safetensors import safe_open
            from safetensors.numpy import load_file, save_file
            import safetensors.torch
            t = load_file(sys.argv[1] + '/ours.safetensors')
            assert t['a'].tolist() == [[1, 2, 3], [4, 5, 6.5]], t['a']
            assert t['b.weight'].tolist() == [-1, 2**63 - 1] and t['c'].shape == () and t['c'] == 0.1
            assert t['d'].tolist() == [True, False, True] and t['e'].shape == (0, 4) and t['f'].tolist() == [-5, 300]
            with safe_open(sys.argv[1] + '/ours.safetensors', 'np') as f: assert f.metadata()['note'] == 'a "text"\\n'
            x = torch.tensor([1.5, -2.0, 65504.0, 6e-8, 0.1])
            safetensors.torch.save_file({'h': x.half(), 'b': x.bfloat16(), 'f': x, 'd': x.double(), 'u': torch.tensor([[1], [2]], dtype=torch.uint8)},
                sys.argv[1] + '/theirs.safetensors', metadata={'k': 'v'})
            """, folder.path)
        let theirs = try FileSystem.system.decode(folder("theirs.safetensors"), SafeTensors.decode)
        #expect(theirs.metadata == ["k": "v"])
        #expect(theirs.tensors["f"] == NumericArray([5], .float32([1.5, -2, 65504, 6e-8, 0.1])))
        #expect(theirs.tensors["h"]?.floats == [1.5, -2, 65504, 5.9604645e-8, 0.099975586])
        #expect(theirs.tensors["b"]?.floats == [1.5, -2, 65536, 6.0070306e-8, 0.10009765625])
        #expect(theirs.tensors["u"] == NumericArray([2, 1], .uint8([1, 2])))
        #expect(try SafeTensors.decode(ours.encode()) == ours)
    }

    @Test(.enabled(if: Python.has("numpy")))
    func numpyAndWeReadEachOther() throws {
        let folder = TemporaryFolder()
        let ours: [String: NumericArray] = [
            "f": NumericArray([2, 3], .float32([1, 2, 3, 4, 5, 6])), "d": NumericArray([], .float64([0.1])),
            "l": NumericArray([1], .int64([-7])), "b": NumericArray([2], .bool([true, false])),
            "e": NumericArray([3, 0], .uint8([])),
        ]
        try FileSystem.system.encode(NPZ.encode(ours), to: folder("stored.npz"))
        try FileSystem.system.encode(NPZ.encode(ours, deflated: true), to: folder("deflated.npz"))
        try Python.run(
            """
            import sys, numpy as np
            for n in ('stored', 'deflated'):
                z = np.load(f'{sys.argv[1]}/{n}.npz')
                assert sorted(z.files) == ['b', 'd', 'e', 'f', 'l'], z.files
                assert z['f'].dtype == np.float32 and z['f'].tolist() == [[1, 2, 3], [4, 5, 6]]
                assert z['d'].shape == () and z['d'] == 0.1 and z['l'].tolist() == [-7] and z['b'].tolist() == [True, False]
                assert z['e'].shape == (3, 0) and z['e'].dtype == np.uint8
            a = np.arange(24).reshape(2, 3, 4)
            c = {'i4': a.astype('i4'), 'fortran': np.asfortranarray(a.astype('f8')), 'half': a.astype('f2') / 4,
                 'big': a.astype('>i8'), 'bool': a % 2 == 0, 'u2': a.astype('>u2'), 'u4': a.astype('u4') + 2**31,
                 'u8': a.astype('u8') + 2**62}
            np.savez(sys.argv[1] + '/a.npz', **c)
            np.savez_compressed(sys.argv[1] + '/b.npz', **c)
            np.save(sys.argv[1] + '/c.npy', c['fortran'])
            """, folder.path)
        for name in ["a.npz", "b.npz"] {
            let arrays = try FileSystem.system.decode(folder(name), SampleFiles.arrays)
            #expect(arrays["i4"] == NumericArray([2, 3, 4], .int32(Array(0..<24))))
            #expect(arrays["fortran"] == NumericArray([2, 3, 4], .float64((0..<24).map { Double($0) })))
            #expect(arrays["half"] == NumericArray([2, 3, 4], .float32((0..<24).map { Float($0) / 4 })))
            #expect(arrays["big"] == NumericArray([2, 3, 4], .int64(Array(0..<24))))
            #expect(arrays["u2"] == NumericArray([2, 3, 4], .int32(Array(0..<24))))
            #expect(arrays["u4"] == NumericArray([2, 3, 4], .int64((0..<24).map { $0 + 1 << 31 })))
            #expect(arrays["u8"] == NumericArray([2, 3, 4], .int64((0..<24).map { $0 + 1 << 62 })))
            #expect(arrays["bool"] == NumericArray([2, 3, 4], .bool((0..<24).map { $0 % 2 == 0 })))
        }
        let array = try FileSystem.system.decode(folder("c.npy"), NPY.decode)
        #expect(array == NumericArray([2, 3, 4], .float64((0..<24).map { Double($0) })))
    }

    @Test(.enabled(if: Python.has("PIL", "numpy")))
    func pillowReadsOurImagesAndMakesTheSameGrey() throws {
        let folder = TemporaryFolder()
        var random = SplitMix64(seed: 1)
        let image = RasterImage(
            width: 31, height: 9, channels: 3, (0..<31 * 9 * 3).map { _ in .random(in: 0...255, using: &random) })
        try FileSystem.system.encode(PNG.encode(image), to: folder("a.png"))
        try FileSystem.system.encode(PNM.encode(image), to: folder("a.ppm"))
        let printed = try Python.run(
            """
            import sys
            from PIL import Image
            a = Image.open(sys.argv[1] + '/a.png')
            assert a.tobytes() == Image.open(sys.argv[1] + '/a.ppm').tobytes()
            print(*a.convert('L').tobytes())
            """, folder.path)
        #expect(printed.split(whereSeparator: \.isWhitespace).map { Int32($0)! } == image.grey.integers)
    }
}
