// The public surface in one import.
@_exported import NeSyCompute
@_exported import NeSyConcepts
@_exported import NeSyData
@_exported import NeSyFormats
@_exported import NeSyInduction
@_exported import NeSyJSON
@_exported import NeSyLogic
@_exported import NeSyNetworks
@_exported import NeSyPipeline
@_exported import NeSyReport
@_exported import NeSyStorage
@_exported import NeSyTensor
