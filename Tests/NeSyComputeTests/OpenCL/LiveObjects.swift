import COpenCL
import Synchronization

@testable import NeSyCompute

/// The driver of this machine, with a count of the objects that were made and are not yet released.
enum LiveObjects {
    private static let live = Mutex([String: Int]())
    private static let real = try? OpenCLDriver.system.get().entry.table

    /// What is alive now; nothing when all was released.
    static var counts: [String: Int] { live.withLock { $0.filter { $0.value != 0 } } }

    private static func count(_ kind: String, _ change: Int) {
        live.withLock { $0[kind, default: 0] += change }
    }

    /// Notes an object that a call made.
    private static func made<Object>(_ object: Object?, _ kind: String) -> Object? {
        if object != nil { count(kind, 1) }
        return object
    }

    /// Notes the event that a command gave.
    private static func queued(_ code: cl_int?, _ event: UnsafeMutablePointer<cl_event?>?) -> cl_int {
        if code == CL_SUCCESS, event != nil { count("event", 1) }
        return code ?? CL_INVALID_VALUE
    }

    private static func released(_ code: cl_int?, _ kind: String) -> cl_int {
        if code == CL_SUCCESS { count(kind, -1) }
        return code ?? CL_INVALID_VALUE
    }

    static func driver() throws -> OpenCLDriver {
        var table = try OpenCLDriver.system.get().entry.table
        table.clCreateContext = {
            LiveObjects.made(LiveObjects.real?.clCreateContext($0, $1, $2, $3, $4, $5), "context")
        }
        table.clReleaseContext = { LiveObjects.released(LiveObjects.real?.clReleaseContext($0), "context") }
        table.clCreateCommandQueue = {
            LiveObjects.made(LiveObjects.real?.clCreateCommandQueue($0, $1, $2, $3), "queue")
        }
        table.clReleaseCommandQueue = { LiveObjects.released(LiveObjects.real?.clReleaseCommandQueue($0), "queue") }
        table.clCreateBuffer = { LiveObjects.made(LiveObjects.real?.clCreateBuffer($0, $1, $2, $3, $4), "buffer") }
        table.clReleaseMemObject = { LiveObjects.released(LiveObjects.real?.clReleaseMemObject($0), "buffer") }
        table.clCreateProgramWithSource = {
            LiveObjects.made(LiveObjects.real?.clCreateProgramWithSource($0, $1, $2, $3, $4), "program")
        }
        table.clCreateProgramWithBinary = {
            LiveObjects.made(LiveObjects.real?.clCreateProgramWithBinary($0, $1, $2, $3, $4, $5, $6), "program")
        }
        table.clReleaseProgram = { LiveObjects.released(LiveObjects.real?.clReleaseProgram($0), "program") }
        table.clCreateKernel = { LiveObjects.made(LiveObjects.real?.clCreateKernel($0, $1, $2), "kernel") }
        table.clReleaseKernel = { LiveObjects.released(LiveObjects.real?.clReleaseKernel($0), "kernel") }
        table.clEnqueueNDRangeKernel = {
            LiveObjects.queued(LiveObjects.real?.clEnqueueNDRangeKernel($0, $1, $2, $3, $4, $5, $6, $7, $8), $8)
        }
        table.clEnqueueWriteBuffer = {
            LiveObjects.queued(LiveObjects.real?.clEnqueueWriteBuffer($0, $1, $2, $3, $4, $5, $6, $7, $8), $8)
        }
        table.clEnqueueMarkerWithWaitList = {
            LiveObjects.queued(LiveObjects.real?.clEnqueueMarkerWithWaitList($0, $1, $2, $3), $3)
        }
        table.clReleaseEvent = { LiveObjects.released(LiveObjects.real?.clReleaseEvent($0), "event") }
        return OpenCLDriver(table)
    }
}
