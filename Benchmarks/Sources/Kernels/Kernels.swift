import Foundation
import NeSy

/// Carries out a kernel on one thread, for a tool that counts what it costs (`kernel_costs.py`).
///
///     Kernels                # the names
///     Kernels NAME TIMES
@main
struct Kernels {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let kernels = try Kernel.all()
        if arguments.isEmpty {
            for kernel in kernels { print(kernel.name) }
            return
        }
        guard arguments.count == 2, let kernel = kernels.first(where: { $0.name == arguments[0] }),
            let times = Int(arguments[1]), times > 0
        else {
            print("usage: Kernels [NAME TIMES]")
            exit(64)
        }
        let backend = CPUBackend(pool: WorkerPool(threadCount: 1))
        try kernel.prepare(backend)(times)
    }
}
