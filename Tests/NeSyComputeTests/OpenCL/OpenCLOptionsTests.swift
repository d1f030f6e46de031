import Testing

@testable import NeSyCompute

@Suite struct OpenCLOptionsTests {
    @Test(
        arguments: [
            (["NESY_CACHE_DIR": "/n", "XDG_CACHE_HOME": "/x", "HOME": "/h"], "/n"),
            (["NESY_CACHE_DIR": "", "XDG_CACHE_HOME": "/x", "HOME": "/h"], nil),
            (["XDG_CACHE_HOME": "/x", "HOME": "/h"], "/x/nesy"),
            (["XDG_CACHE_HOME": "x", "HOME": "/h"], "/h/.cache/nesy"),
            (["XDG_CACHE_HOME": "", "HOME": "/h"], "/h/.cache/nesy"), (["HOME": ""], nil), ([:], nil),
        ] as [([String: String], String?)])
    func theCacheFolderIsTheUsers(environment: [String: String], folder: String?) {
        #expect(OpenCLOptions.cacheFolder { environment[$0] } == folder)
    }
}
