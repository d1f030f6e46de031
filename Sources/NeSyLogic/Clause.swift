/// What has to hold for a rule to apply to a row: every literal of the body, and none of the exceptions.
///
/// Exceptions are referred to by their position in ``RuleProgram/exceptions``; position `k` is printed as
/// `ab(k+1)`.
public struct Clause: Sendable, Hashable {
    public var body: [Literal]
    public var exceptions: [Int]

    public init(body: [Literal], exceptions: [Int] = []) {
        self.body = body
        self.exceptions = exceptions
    }
}
