import Foundation
import NeSy

/// One call of a verb: where it speaks, and the options as all their sources have settled them.
struct Session {
    let console: Console
    let settings: SettingsResolver
    let seed: UInt64
    let threadCount: Int

    init(of verb: any Verb.Type, _ common: CommonOptions) throws(NeSyError) {
        let environment = ProcessInfo.processInfo.environment
        var file: SettingsFile?
        if let path = common.config ?? environment["NESY_CONFIG"] {
            file = try SettingsFile(path, verbs: Nesy.verbs)
        }
        settings = SettingsResolver(verb: verb.path, environment: environment, file: file)
        console = Console(
            json: try settings.value(CommonOptions.json, common.json),
            quiet: try settings.value(CommonOptions.quiet, common.quiet))
        seed = UInt64(try settings.value(CommonOptions.seed, common.seed))
        threadCount = try settings.optional(CommonOptions.threads, common.threads) ?? WorkerPool.processorCount
    }

    /// Says on standard error what the result depends on.
    func begin(seeded: Bool) -> (pool: WorkerPool, observer: TerminalObserver) {
        if seeded { console.note("seed \(seed)") }
        return (WorkerPool(threadCount: threadCount), TerminalObserver(console: console))
    }

    /// The same for a verb that computes with a network.
    func begin(
        seeded: Bool, on device: DeviceOptions
    ) throws(NeSyError) -> (backend: any ComputeBackend, pool: WorkerPool, observer: TerminalObserver) {
        let (request, options) = try device.request(settings)
        return try begin(seeded: seeded, on: request, options)
    }

    /// The same, on a device that is used in a given way.
    func begin(
        seeded: Bool, on request: DeviceRequest, _ options: OpenCLOptions = OpenCLOptions()
    ) throws(NeSyError) -> (backend: any ComputeBackend, pool: WorkerPool, observer: TerminalObserver) {
        let (pool, observer) = begin(seeded: seeded)
        do throws(NeSyError) {
            let (backend, note) = try request.open(pool: pool, options: options)
            console.note("\(Figures.count(pool.threadCount, "thread")), device \(note)")
            return (backend, pool, observer)
        } catch {
            throw error.located(at: "--device \(request)")
        }
    }
}
