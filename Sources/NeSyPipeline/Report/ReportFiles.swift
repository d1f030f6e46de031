import NeSyReport
import NeSyTensor

/// The bytes of a report: the page, and the files beside it.
struct ReportFiles {
    let page: [UInt8]
    /// Names below the folder of the report.
    private(set) var beside: [PictureFile]

    /// - Parameter contents: of the run, and of the one to compare it with.
    init(_ contents: [ReportContents], usesAssets: Bool, output: ReportOutput) {
        let made = ReportPage(contents[0], against: contents.count > 1 ? contents[1] : nil)
            .files(usesAssets ? .assets(folder: output.folderName) : .single)
        page = made[0].bytes
        let prefix = output.folderName + "/"
        beside = made.dropFirst().map { file in
            PictureFile(name: String(file.path.dropFirst(prefix.count)), bytes: file.bytes)
        }
    }

    /// Adds the plots of the page as SVG files, and what each predicate looks at as a PNG file.
    /// - Parameter pictures: of each run, as the contents.
    mutating func add(_ pictures: [ReportPictures], of contents: [ReportContents]) throws(NeSyError) {
        for (place, run) in contents.enumerated() {
            let prefix = place == 0 ? "" : "against-"
            beside += ReportFiles.plots(of: run).map { $0.file(prefix + $1 + ".svg") }
            beside += pictures[place].montages.map {
                PictureFile(name: "\(prefix)looks-at-\($0.attribute).png", bytes: $0.bytes)
            }
        }
    }

    private static func plots(of run: ReportContents) -> [(document: SVGDocument, name: String)] {
        var plots: [(SVGDocument, String)] = []
        let curves = LearningCurves(run.learning, testedOn: run.watchedOn)
        if let accuracy = curves.accuracy { plots.append((accuracy, "accuracy")) }
        if let loss = curves.loss { plots.append((loss, "loss")) }
        if let matrix = run.networkConfusion {
            plots.append((ConfusionMatrixPlot("What the network names", matrix).document, "confusion-network"))
        }
        if let matrix = run.ruleConfusion {
            plots.append((ConfusionMatrixPlot("What the rules name", matrix).document, "confusion-rules"))
            plots.append((CoverageBars(rules: matrix, network: run.networkConfusion).document, "coverage"))
        }
        for sheet in run.predicates {
            guard let histogram = sheet.histogram, let threshold = sheet.threshold else { continue }
            let title = sheet.name.map { "\($0) (\(sheet.attribute))" } ?? sheet.attribute
            plots.append(
                (
                    ThresholdHistogram(
                        "Norms of \(title)", histogram, threshold: threshold, classes: run.classes
                    ).document, "norms-\(sheet.attribute)"
                ))
        }
        return plots
    }
}
