/// Pointers to three values, for the time of the body.
func withUnsafePointers<A, B, C>(
    _ a: A, _ b: B, _ c: C, _ body: (UnsafePointer<A>, UnsafePointer<B>, UnsafePointer<C>) -> Void
) {
    withUnsafePointer(to: a) { a in
        withUnsafePointer(to: b) { b in withUnsafePointer(to: c) { c in body(a, b, c) } }
    }
}
