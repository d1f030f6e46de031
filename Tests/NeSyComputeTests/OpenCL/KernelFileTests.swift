import Foundation
import NeSyTensor
import Testing

@testable import NeSyCompute

/// The kernel files: that the binary holds them all, and that they are OpenCL C 1.2 with every set of defines that is
/// really used.
@Suite struct KernelFileTests {
    static let folder: String = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        return url.appendingPathComponent("Kernels").resolvingSymlinksInPath().path
    }()

    @Test func theBinaryHoldsTheFilesOfTheFolder() throws {
        let walk = try #require(FileManager.default.enumerator(atPath: KernelFileTests.folder))
        let paths = walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".cl") }.sorted()
        #expect(KernelFile.all.map(\.path) == paths, "Kernels/kernels.c does not list Kernels/, in alphabetical order")
        for file in KernelFile.all {
            let text = try String(contentsOfFile: KernelFileTests.folder + "/" + file.path, encoding: .utf8)
            #expect(file.text == text, "\(file.path)")
        }
    }

    @Test func kernelsHaveNamesOfTheirOwn() {
        var files: [String: [String]] = [:]
        for file in KernelFile.all {
            for name in kernels(of: file) { files[name, default: []].append(file.path) }
        }
        #expect(files.count > 10, "the kernels were not found")
        for (name, places) in files { #expect(places.count == 1, "\(name) is in \(places)") }
    }

    /// The names after `__kernel … void`.
    private func kernels(of file: KernelFile) -> [String] {
        file.text.components(separatedBy: "__kernel").dropFirst().compactMap { part in
            let afterVoid = part.components(separatedBy: "void ").dropFirst().first
            return afterVoid.map { String($0.prefix { $0.isLetter || $0.isNumber || $0 == "_" }) }
        }
    }

    @Test(arguments: KernelFile.all.map(\.path)) func includedFilesAppearOnce(path: String) {
        let file = KernelFile.named(path)
        #expect(!file.resolvedText.contains("#include"))
        for other in KernelFile.all where other.path != path {
            let copies = file.resolvedText.components(separatedBy: other.text).count - 1
            // A file that itself includes others is not found in one piece.
            let isWhole = !other.text.contains("#include")
            #expect(copies <= 1, "\(other.path) \(copies) times")
            #expect(!isWhole || (copies == 1) == included(by: file).contains(other.path), "\(other.path)")
        }
    }

    private func included(by file: KernelFile) -> Set<String> {
        var found: Set<String> = []
        for line in file.text.split(separator: "\n") where line.hasPrefix("#include \"") {
            let path = String(line.split(separator: "\"")[1])
            found.insert(path)
            found.formUnion(included(by: .named(path)))
        }
        return found
    }

    @Test func tunablesAreReadWithTheirDefaults() {
        let file = KernelFile(
            path: "x.cl",
            text: """
                #ifndef GUARD
                #define GUARD
                #ifndef GROUP
                #define GROUP 64  // items
                #endif
                #define OTHER 3
                #endif
                """)
        #expect(file.tunables.map(\.name) == ["GROUP"])
        #expect(file.tunables.map(\.value) == ["64"])
    }

    /// A file without kernels is a part of others and is seen with them.
    @Test func everyPartIsUsed() {
        let whole = KernelFile.all.filter { !kernels(of: $0).isEmpty }
        let parts = Set(whole.map(included).joined())
        for file in KernelFile.all where kernels(of: file).isEmpty {
            #expect(parts.contains(file.path), "no kernel uses \(file.path)")
        }
    }

    @Test(.enabled(if: Clang.path != nil, "there is no clang beside swift"))
    func everyFileIsCleanOpenCLWithItsDefaults() throws {
        let files = KernelFile.all.filter { !kernels(of: $0).isEmpty }.map(\.path)
        let found = try Clang.complaints(about: files, defines: [], folder: KernelFileTests.folder)
        #expect(found.isEmpty, "\(found)")
    }

    /// The sets of defines are those that the case list asks for on this device, and the candidates of a search.
    @Test(.enabled(if: Clang.path != nil && TestDevice.isPresent, "there is no clang beside swift, or no device"))
    func everyFileIsCleanOpenCLAsItIsUsed() throws {
        let used = try DeviceCase.coverage.get().variants
        let candidates = TunableKernel.all.flatMap { kernel in
            kernel.candidates.flatMap { candidate in
                used.filter { kernel.name.hasPrefix($0.file) }.map { variant in
                    ProgramCache.Variant(file: variant.file, defines: variant.defines.merging(candidate))
                }
            }
        }
        let variants = used.union(candidates).filter { $0.defines != [:] }
        let groups = Dictionary(grouping: variants, by: \.defines)
        #expect(!groups.isEmpty)
        for (defines, variants) in groups {
            let found = try Clang.complaints(
                about: variants.map(\.file).sorted(), defines: defines.defines.map { "-D\($0.name)=\($0.value)" },
                folder: KernelFileTests.folder)
            #expect(found.isEmpty, "with\(defines.options):\n\(found)")
        }
    }

    /// A kernel that the case list does not launch is tried by nobody.
    @Test(.enabled(if: TestDevice.isPresent, "there is no OpenCL device")) func everyKernelIsLaunched() throws {
        let launched = try DeviceCase.coverage.get().kernels
        let all = KernelFile.all.flatMap(kernels)
        #expect(Set(all).subtracting(launched) == [])
    }

    /// The instructions of tensor cores mean something to their own target only.
    @Test(.enabled(if: Clang.path != nil, "there is no clang beside swift"), arguments: [Precision.tf32, .bf16])
    func productsOnTensorCoresAreCleanOpenCL(precision: Precision) throws {
        for tile in ProductTile.all(on: TensorCores(precision)) {
            let defines = tile.defines(tile.shares[0]).merging(["LEFT_VECTOR": 4, "RIGHT_VECTOR": 1]).defines
            let found = try Clang.complaints(
                about: ["conv/implicit_gemm.cl", "conv/weight_gradient.cl", "product/matrix_product.cl"],
                defines: ["-target", "nvptx64"] + defines.map { "-D\($0.name)=\($0.value)" },
                folder: KernelFileTests.folder)
            #expect(found.isEmpty, "\(found)")
        }
    }
}

/// The toolchain's own compiler, which lies beside `swift`.
private enum Clang {
    static let path: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        for folder in folders where FileManager.default.isExecutableFile(atPath: folder + "/swift") {
            let swift = URL(fileURLWithPath: folder + "/swift").resolvingSymlinksInPath()
            let clang = swift.deletingLastPathComponent().appendingPathComponent("clang").path
            return FileManager.default.isExecutableFile(atPath: clang) ? clang : nil
        }
        return nil
    }()

    /// What the compiler says of the files; empty when it takes them.
    static func complaints(about files: [String], defines: [String], folder: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path))
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.arguments =
            [
                "-x", "cl", "-cl-std=CL1.2", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter",
                "-fno-color-diagnostics", "-I", ".",
            ] + defines + files
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.isEmpty && process.terminationStatus != 0 ? "exit \(process.terminationStatus)" : text
    }
}
