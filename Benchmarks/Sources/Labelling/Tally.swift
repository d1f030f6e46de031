import Foundation
import NeSy

/// How the names of filters stand beside what moves the filters.
struct Tally {
    private var filters = 0
    private var raising = 0
    private var moving = 0
    /// Filters that some object raises by a quarter of a deviation, and of them those that carry what raises them most.
    private var moved = 0
    private var movedRight = 0
    private var firstStrong = 0
    private var names = 0
    private var strongNames = 0
    private var background = 0
    private var none = 0
    private var used = 0
    private var usedRight = 0

    mutating func add(_ label: FilterLabels.Label, isUsed: Bool, _ effects: ConceptEffects) {
        let concepts = label.concepts.map(\.name)
        let strongest = effects.strongest(of: label.filter)
        let strong = effects.strong(of: label.filter).map(\.name)
        filters += 1
        if concepts.contains(strongest.name) { raising += 1 }
        if concepts.contains(effects.farthest(of: label.filter).name) { moving += 1 }
        if effects[label.filter, strongest] >= 0.25 {
            moved += 1
            if concepts.contains(strongest.name) { movedRight += 1 }
        }
        if concepts.first.map(strong.contains) == true { firstStrong += 1 }
        names += concepts.count
        strongNames += concepts.count { strong.contains($0) }
        if concepts.first.map(ExcludedConcepts.isBackground) == true { background += 1 }
        if concepts.isEmpty { none += 1 }
        if isUsed {
            used += 1
            if concepts.contains(where: strong.contains) { usedRight += 1 }
        }
    }

    mutating func add(_ other: Tally) {
        filters += other.filters
        raising += other.raising
        moving += other.moving
        moved += other.moved
        movedRight += other.movedRight
        firstStrong += other.firstStrong
        names += other.names
        strongNames += other.strongNames
        background += other.background
        none += other.none
        used += other.used
        usedRight += other.usedRight
    }

    var cells: [String] {
        func share(_ part: Int, _ whole: Int) -> String {
            whole == 0 ? "-" : String(format: "%.0f %%", 100 * Double(part) / Double(whole))
        }
        return [
            share(raising, filters), share(moving, filters), "\(share(movedRight, moved)) of \(moved)",
            share(firstStrong, filters), share(strongNames, names),
            String(format: "%.2f", Double(names) / Double(max(1, filters))), share(background, filters),
            share(none, filters), "\(usedRight) of \(used)",
        ]
    }
}
