/// How many channels a network reads.
public enum ChannelMode: String, Sendable, Hashable, CaseIterable {
    case grey, rgb

    public var count: Int { self == .grey ? 1 : 3 }
}
