import COpenCL
import NeSyTensor

/// A call of the driver that did not succeed.
struct OpenCLFailure: Error, Sendable {
    /// The name of the entry point.
    var call: String
    var code: cl_int

    /// Whether the device has no memory left for what was asked.
    var isOutOfMemory: Bool {
        [CL_MEM_OBJECT_ALLOCATION_FAILURE, CL_OUT_OF_HOST_MEMORY, CL_INVALID_BUFFER_SIZE].contains(code)
    }

    /// The name that the headers give the code.
    var codeName: String { OpenCLFailure.names[code] ?? "code \(code)" }

    private static let names: [cl_int: String] = [
        CL_DEVICE_NOT_FOUND: "CL_DEVICE_NOT_FOUND", CL_DEVICE_NOT_AVAILABLE: "CL_DEVICE_NOT_AVAILABLE",
        CL_COMPILER_NOT_AVAILABLE: "CL_COMPILER_NOT_AVAILABLE",
        CL_MEM_OBJECT_ALLOCATION_FAILURE: "CL_MEM_OBJECT_ALLOCATION_FAILURE",
        CL_OUT_OF_RESOURCES: "CL_OUT_OF_RESOURCES", CL_OUT_OF_HOST_MEMORY: "CL_OUT_OF_HOST_MEMORY",
        CL_BUILD_PROGRAM_FAILURE: "CL_BUILD_PROGRAM_FAILURE", CL_INVALID_VALUE: "CL_INVALID_VALUE",
        CL_INVALID_DEVICE: "CL_INVALID_DEVICE", CL_INVALID_PLATFORM: "CL_INVALID_PLATFORM",
        CL_INVALID_CONTEXT: "CL_INVALID_CONTEXT", CL_INVALID_COMMAND_QUEUE: "CL_INVALID_COMMAND_QUEUE",
        CL_INVALID_MEM_OBJECT: "CL_INVALID_MEM_OBJECT", CL_INVALID_BINARY: "CL_INVALID_BINARY",
        CL_INVALID_BUILD_OPTIONS: "CL_INVALID_BUILD_OPTIONS", CL_INVALID_PROGRAM: "CL_INVALID_PROGRAM",
        CL_INVALID_KERNEL_NAME: "CL_INVALID_KERNEL_NAME", CL_INVALID_KERNEL_ARGS: "CL_INVALID_KERNEL_ARGS",
        CL_INVALID_ARG_SIZE: "CL_INVALID_ARG_SIZE", CL_INVALID_ARG_VALUE: "CL_INVALID_ARG_VALUE",
        CL_INVALID_WORK_GROUP_SIZE: "CL_INVALID_WORK_GROUP_SIZE",
        CL_INVALID_WORK_ITEM_SIZE: "CL_INVALID_WORK_ITEM_SIZE", CL_INVALID_BUFFER_SIZE: "CL_INVALID_BUFFER_SIZE",
        CL_INVALID_EVENT: "CL_INVALID_EVENT",
        CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST: "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST",
        -1001: "CL_PLATFORM_NOT_FOUND_KHR", -9999: "illegal access reported by the NVIDIA driver",
    ]
}

extension OpenCLFailure: CustomStringConvertible {
    var description: String { "\(call): \(codeName)" }
}

extension NeSyError {
    /// What a user reads when a call of the driver fails on a device that worked before.
    init(_ failure: OpenCLFailure, device: String) {
        self.init(
            .deviceUnavailable, "The device no longer does what it is asked.", at: device, found: "\(failure)",
            remedy: "Look at the driver's log; run 'nesy doctor', or compute on another device with --device.")
    }
}
