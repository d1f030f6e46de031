import NeSy

/// Where a verb speaks: its result on standard output, once; everything else on standard error.
struct Console: Sendable {
    let isJSON: Bool
    let progress: ProgressDisplay

    init(json: Bool, quiet: Bool) {
        isJSON = json
        progress = ProgressDisplay(.automatic(quiet: quiet))
    }

    /// Prints the result of the verb: the document with `--json`, the text otherwise.
    func result(_ document: JSON, _ text: String) throws(NeSyError) {
        progress.finish()
        try StandardStream.output.write(isJSON ? document.text(pretty: true) + "\n" : text)
    }

    /// Something worth knowing that is not the result. Silent with `--quiet`.
    func note(_ text: String) { progress.line(text) }
}
