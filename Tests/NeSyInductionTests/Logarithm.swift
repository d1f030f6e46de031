#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

func _log(_ x: Double) -> Double { log(x) }
