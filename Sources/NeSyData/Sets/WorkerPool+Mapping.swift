import NeSyTensor

extension WorkerPool {
    /// The results of the parts, in their order, whichever thread took them.
    public func map<Result: Sendable>(parts: Int, _ body: (Int) -> Result) -> [Result] {
        [Result](unsafeUninitializedCapacity: parts) { area, filled in
            let slots = UnsafeSlots(base: area.baseAddress)
            run(parts: parts) { part in slots.base.map { $0 + part }?.initialize(to: body(part)) }
            filled = parts
        }
    }

    /// Lets the parts write to places of their own. `@unchecked Sendable`: no two parts share a place.
    private struct UnsafeSlots<Result>: @unchecked Sendable {
        let base: UnsafeMutablePointer<Result>?
    }
}
