#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

func _log(_ x: Double) -> Double { log(x) }
func _log2(_ x: Double) -> Double { log2(x) }
func exp2(_ x: Double) -> Double { pow(2, x) }
