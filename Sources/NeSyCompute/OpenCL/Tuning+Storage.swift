import NeSyJSON
import NeSyStorage

extension Tuning {
    /// Of one device: what `nesy tune` found and stored, else what was measured on its kind, else the defaults.
    /// - Returns: the tuning, and one line when a stored one is not used.
    static func stored(for device: OpenCLDevice, in folder: String?) -> (tuning: Tuning, remark: String?) {
        let shipped = shipped(for: device)
        guard let path = path(for: device, in: folder), (try? FileSystem.system.inspect(path)) != nil else {
            return (shipped, nil)
        }
        do throws(Unfit) {
            return (try read(path, onto: shipped), nil)
        } catch {
            return (shipped, "the stored tuning is not used (\(path): \(error.reason)); 'nesy tune' makes it anew")
        }
    }

    /// Where the tuning of a device is stored; nil when nothing is stored on this machine.
    static func path(for device: OpenCLDevice, in folder: String?) -> String? {
        folder.map { "\($0)/tuning/\(SHA256.hex(device.identity.utf8)).json" }
    }

    /// Stores the tuning of a device.
    func store(_ device: OpenCLDevice, at path: String) throws(StorageError) {
        let document: JSON = [
            "schema": .string(Tuning.schema), "device": .string(device.name), "driver": .string(device.driverVersion),
            "kernels": .object(
                chosen.sorted { $0.key < $1.key }.map { name, defines in
                    JSON.Member(name, .object(defines.defines.map { JSON.Member($0.name, .integer($0.value)) }))
                }),
        ]
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        try FileSystem.system.makeDirectory(folder)
        try FileSystem.system.write(path, document.text(pretty: true) + "\n")
    }

    /// Why a stored tuning cannot be used.
    private struct Unfit: Error {
        var reason: String
    }

    private static let schema = "nesy.tuning/1"
    private static let largestFile = 1 << 20

    /// Kernels that are unknown here, or no longer have the stored candidate, keep what is shipped: the file is of
    /// another version.
    private static func read(_ path: String, onto shipped: Tuning) throws(Unfit) -> Tuning {
        let document: JSON
        do {
            document = try JSON.parse(try FileSystem.system.read(path, limit: largestFile))
        } catch let error as JSONError {
            throw Unfit(reason: "\(error)")
        } catch {
            throw Unfit(reason: "it cannot be read")
        }
        guard document["schema"]?.stringValue == schema, let kernels = document["kernels"]?.members else {
            throw Unfit(reason: "it is no \(schema)")
        }
        var tuning = shipped
        for member in kernels {
            var defines: [KernelDefines.Define] = []
            for define in member.value.members ?? [] {
                guard let value = define.value.intValue else { throw Unfit(reason: "\(define.key) is no whole number") }
                defines.append(KernelDefines.Define(name: define.key, value: value))
            }
            let kernel = TunableKernel.all.first { $0.name == member.key }
            if let kernel, kernel.candidates.contains(KernelDefines(defines)) {
                tuning[kernel] = KernelDefines(defines)
            }
        }
        return tuning
    }
}
