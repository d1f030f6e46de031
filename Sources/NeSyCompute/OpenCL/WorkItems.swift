/// How many work-items a kernel has along three axes, in groups of `local`.
struct WorkItems: Hashable, Sendable {
    var global: (x: Int, y: Int, z: Int) { (groups.x * local.x, groups.y * local.y, groups.z * local.z) }
    let groups: Axes
    let local: Axes

    struct Axes: Hashable, Sendable {
        var x: Int
        var y: Int
        var z: Int
        var count: Int { x * y * z }
    }

    /// So many groups along each axis.
    static func groups(_ x: Int, _ y: Int = 1, _ z: Int = 1, of local: (Int, Int, Int)) -> WorkItems {
        WorkItems(groups: Axes(x: x, y: y, z: z), local: Axes(x: local.0, y: local.1, z: local.2))
    }

    /// At least `count` items on one axis.
    static func flat(_ count: Int, group: Int = 128) -> WorkItems {
        groups((count + group - 1) / group, of: (group, 1, 1))
    }

    /// Few enough groups to keep a device busy while every item strides over many of `count` elements.
    static func striding(_ count: Int, group: Int = 128, on limits: OpenCLLimits) -> WorkItems {
        groups(min((count + group - 1) / group, limits.computeUnits * 32), of: (group, 1, 1))
    }

    /// At least `x` by `y` items.
    static func plane(_ x: Int, _ y: Int, group: (Int, Int)) -> WorkItems {
        groups((x + group.0 - 1) / group.0, (y + group.1 - 1) / group.1, of: (group.0, group.1, 1))
    }
}
