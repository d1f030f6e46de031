import Foundation
import NeSyJSON
import Testing

/// devices, doctor, bench and tune.
@Suite struct DeviceVerbTests {
    let place = Workplace()

    /// The first OpenCL device that works.
    private static let openCL: String? = {
        guard let outcome = try? NesyBinary.run(["devices", "--json"]), let document = try? JSON.parse(outcome.output)
        else { return nil }
        return document["devices"]?.arrayValue?.dropFirst().first { $0["usable"]?.boolValue == true }?["device"]?
            .stringValue
    }()

    @Test func theCPUIsListedFirst() throws {
        let devices = try #require(try place.document("devices")["devices"]?.arrayValue)
        for key in ["name", "driver", "usable", "why", "device", "memory_bytes"] {
            for device in devices { #expect(device[key] != nil, "\(key)") }
        }
        #expect(devices[0]["device"] == "cpu" && devices[0]["usable"] == true)
        #expect(devices.filter { $0["automatic"] == true }.count == 1)
    }

    @Test func withoutOpenCLTheListIsShortAndSaysWhy() throws {
        let document = try place.document("devices", environment: DeviceTests.withoutOpenCL)
        #expect(document["devices"]?.arrayValue?.count == 1)
        #expect(document["no_gpu"]?.stringValue?.contains("/nonexistent/libOpenCL.so.1") == true)
        let text = try place.run("devices", environment: DeviceTests.withoutOpenCL).output
        #expect(text.contains("no OpenCL library"))
    }

    /// The library of a driver, as the first file that registers one has it.
    private static let driver: String? = {
        let folder = "/etc/OpenCL/vendors"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard let file = files.filter({ $0.hasSuffix(".icd") }).sorted().first,
            let text = try? String(contentsOfFile: folder + "/" + file, encoding: .utf8)
        else { return nil }
        return text.split(whereSeparator: \.isNewline).first.map(String.init)
    }()

    @Test(.enabled(if: DeviceVerbTests.driver != nil, "no driver is registered"))
    func aDriverThatIsNamedIsFoundWithoutItsFile() throws {
        func count(_ driver: String?) throws -> Int? {
            var environment = ["OCL_ICD_VENDORS": "/nonexistent"]
            environment["NESY_OPENCL_DRIVER"] = driver
            return try place.document("devices", environment: environment)["devices"]?.arrayValue?.count
        }
        #expect(try #require(try count(DeviceVerbTests.driver)) > 1)
        #expect(try count("libnothere.so") == 1)
        #expect(try count(nil) == 1)
    }

    @Test func theDoctorExamines() throws {
        let document = try place.document("doctor", "--device", "cpu", "--case", "rate of memory")
        let checks = try #require(document["checks"]?.arrayValue)
        #expect(checks.map { $0["name"] } == ["rate of memory"])
        #expect(checks[0]["passed"] == true)
        #expect(checks[0]["detail"]?.stringValue?.contains("GB/s") == true)
        #expect(document["devices"]?.arrayValue?.map { $0["device"] } == ["cpu"])
    }

    @Test(arguments: [[], ["--case", "transfer"]]) func aFailedCheckExitsWith69(choice: [String]) throws {
        let outcome = try NesyBinary.run(
            ["doctor", "--device", "gpu:7", "--json"] + choice, environment: DeviceTests.withoutOpenCL)
        #expect(outcome.exitCode == 69)
        let document = try JSON.parse(outcome.output)
        #expect(document["devices"]?.arrayValue?.map { $0["usable"] } == [false])
        let checks = try #require(document["checks"]?.arrayValue)
        #expect(checks.contains { $0["name"] == "device gpu:7" && $0["passed"] == false })
    }

    @Test(.enabled(if: DeviceVerbTests.openCL != nil, "there is no OpenCL device"))
    func theDoctorOpensTheDeviceAskedFor() throws {
        let device = try #require(DeviceVerbTests.openCL)
        let document = try place.document("doctor", "--device", device, "--case", "self-test")
        #expect(document["devices"]?.arrayValue?.map { $0["device"]?.stringValue } == [device])
        #expect(document["checks"]?.arrayValue?.map { $0["name"]?.stringValue } == ["self-test of \(device)"])
    }

    @Test(.enabled(if: DeviceVerbTests.openCL != nil, "there is no OpenCL device"))
    func aCacheFolderThatCannotBeWrittenIsFound() throws {
        let device = try #require(DeviceVerbTests.openCL)
        let arguments = ["doctor", "--device", device, "--case", "cache folder"]
        let good = try NesyBinary.run(arguments, environment: ["NESY_CACHE_DIR": place("cache")])
        #expect(good.exitCode == 0 && good.output.contains("1 program"))
        let bad = try NesyBinary.run(arguments, environment: ["NESY_CACHE_DIR": "/proc/version/cache"])
        #expect(bad.exitCode == 69)
        #expect(bad.output.contains("FAILED  cache folder"))
    }

    @Test func theBenchPrintsACallAndItsRate() throws {
        let document = try place.document(
            "bench", "--device", "cpu,cpu", "--case", "product,mnist", "--samples", "1", "--batch-size", "2",
            "--image-size", "16")
        #expect(document["device"] == "cpu")
        let cases = try #require(document["cases"]?.arrayValue)
        for key in ["name", "shape", "seconds", "gflops", "gbytes_per_second", "relative_to"] {
            for entry in cases { #expect(entry[key] != nil, "\(key)") }
        }
        #expect(cases.contains { $0["name"] == "mnist, training step" })
        for entry in cases { #expect((entry["seconds"]?.doubleValue ?? 0) > 0) }
    }

    @Test(.enabled(if: DeviceVerbTests.openCL != nil, "there is no OpenCL device"))
    func theBenchComparesDevices() throws {
        let device = try #require(DeviceVerbTests.openCL)
        let document = try place.document(
            "bench", "--device", "cpu,\(device)", "--case", "pooling", "--samples", "1", "--image-size", "8")
        let cases = try #require(document["cases"]?.arrayValue)
        #expect(cases.map { $0["device"]?.stringValue } == ["cpu", device, "cpu", device])
        #expect(cases[1]["relative_to"]?["device"] == "cpu")
        #expect((cases[1]["kernel_seconds"]?.doubleValue ?? 0) > 0)
    }

    @Test func theMethodsOfConvolutionsAreExplained() throws {
        let call = ["bench", "--explain", "--device", "cpu", "--case", "memory,vgg16", "--image-size", "32"]
        let document = try JSON.parse(try NesyBinary.run(call + ["--json"]).output)
        let passes = try #require(document["convolutions"]?.arrayValue)
        // The first of 13 convolutions needs no gradient of the image.
        #expect(passes.count == 3 * 13 - 1)
        for pass in passes {
            let methods = pass["candidates"]?.arrayValue?.map { $0["method"]?.stringValue } ?? []
            #expect(methods.first == pass["method"]?.stringValue)
        }
        let text = try NesyBinary.run(call).output
        #expect(text.contains("vgg16 conv1 3x3, 3 to 64, 8 x 32 x 32"))
        #expect(text.contains("Winograd F(4x4, 3x3)"))
    }

    @Test(arguments: [
        (["doctor", "--device", "cpu", "--case", "nosuch"], "nosuch"), (["tune", "--case", "nosuch"], "nosuch"),
        (["bench", "--case", "nosuch"], "nosuch"), (["bench", "--device", "cpu,tpu"], "tpu"),
        (["bench", "--device", "cpu", "--case", "vgg16", "--image-size", "8"], "image"),
        (["bench", "--device", "cpu", "--case", "mnist", "--batch-size", "9000000000000000"], "batch-size"),
    ])
    func wrongNamesExitWith64(arguments: [String], named: String) throws {
        let outcome = try NesyBinary.run(arguments)
        #expect(outcome.exitCode == 64)
        #expect(outcome.errors.contains(named))
    }

    @Test func aBatchThatDoesNotFitSaysWhichDoes() throws {
        let outcome = try NesyBinary.run(["bench", "--device", "cpu", "--case", "vgg16", "--batch-size", "100000"])
        #expect(outcome.exitCode == 69)
        #expect(outcome.errors.contains("--batch-size") && outcome.errors.contains("fits"))
    }

    @Test func theCPUIsNotTuned() throws {
        let outcome = try NesyBinary.run(["tune", "--device", "cpu"])
        #expect(outcome.exitCode == 69)
        #expect(outcome.errors.contains("nothing to tune"))
    }
}
