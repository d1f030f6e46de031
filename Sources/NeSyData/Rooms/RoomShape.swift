/// The outlines of the objects, as integer tests of one pixel in the object's box.
///
/// `u` and `v` run from 0 to 1024 over width and height, whatever the size in pixels; strokes that must not
/// vanish are counted in pixels.
struct RoomShape {
    /// Which of an object's colours a pixel takes.
    enum Ink: Int {
        case main, second, dark
    }

    let concept: RoomConcept
    let width: Int
    let height: Int
    let isMirrored: Bool
    /// A broad stroke: 2 pixels of a 64 pixel scene.
    let stroke: Int

    /// The ink at a pixel of the box; nil where the background shows through.
    func ink(_ column: Int, _ y: Int) -> Ink? {
        let x = isMirrored ? width - 1 - column : column
        let u = (2 * x + 1) * 512 / width
        let v = (2 * y + 1) * 512 / height
        switch concept {
        case .wall, .floor: return nil
        case .bed: return bed(x, u, v)
        case .lamp: return lamp(x, u, v)
        case .tub: return tub(x, u, v)
        case .toilet: return toilet(u, v)
        case .stove: return stove(u, v)
        case .fridge: return fridge(x, y, u, v)
        case .table: return table(x, u, v)
        case .chair: return chair(x, v)
        case .plant: return plant(u, v)
        case .rug: return rug(x, y, u, v)
        case .window: return window(x, y)
        case .picture: return picture(x, y, u, v)
        }
    }

    private func isInEllipse(_ u: Int, _ v: Int, _ cu: Int, _ cv: Int, _ ru: Int, _ rv: Int) -> Bool {
        let a = (u - cu) * rv
        let b = (v - cv) * ru
        return a * a + b * b <= ru * rv * ru * rv
    }

    /// Whether the column lies on a stroke of about `breadth` pixels in the middle.
    private func isCentral(_ x: Int, _ breadth: Int) -> Bool { abs(2 * x + 1 - width) <= breadth }

    /// Headboard, pillow, mattress, footboard.
    private func bed(_ x: Int, _ u: Int, _ v: Int) -> Ink? {
        if x < stroke { return .dark }
        if x >= width - stroke { return v > 300 ? .dark : nil }
        if v > 120 && v < 430 && u < 400 { return .second }
        if v >= 350 && v < 820 { return .main }
        return v >= 820 && v < 900 ? .dark : nil
    }

    /// A shade on a pole with a foot.
    private func lamp(_ x: Int, _ u: Int, _ v: Int) -> Ink? {
        if v < 430 { return abs(u - 512) <= 190 + v * 310 / 430 ? .main : nil }
        if v >= 940 { return abs(u - 512) <= 340 ? .second : nil }
        return isCentral(x, stroke) ? .second : nil
    }

    /// A rim, half an ellipse below it, two feet and a tap.
    private func tub(_ x: Int, _ u: Int, _ v: Int) -> Ink? {
        if v < 200 { return x >= width - 2 * stroke && x < width - stroke ? .dark : nil }
        if v < 350 { return .second }
        if isInEllipse(u, v, 512, 350, 480, 560) { return .main }
        return v > 850 && abs(abs(u - 512) - 290) < 80 ? .dark : nil
    }

    /// A tank, the seat as a ring below it, and the foot.
    private func toilet(_ u: Int, _ v: Int) -> Ink? {
        if v < 70 { return abs(u - 512) < 420 ? .dark : nil }
        if v < 320 { return abs(u - 512) < 350 ? .main : nil }
        if isInEllipse(u, v, 512, 560, 250, 130) { return .second }
        if isInEllipse(u, v, 512, 560, 470, 260) { return .main }
        return v > 640 && abs(u - 512) < (v > 920 ? 330 : 220) ? .main : nil
    }

    /// A square with four plates above the slit of the oven.
    private func stove(_ u: Int, _ v: Int) -> Ink? {
        for cv in [230, 590] {
            for cu in [280, 744] where isInEllipse(u, v, cu, cv, 150, 140) { return .second }
        }
        return v > 800 && v < 900 && u > 150 && u < 874 ? .second : .main
    }

    /// Two doors with a seam and their handles.
    private func fridge(_ x: Int, _ y: Int, _ u: Int, _ v: Int) -> Ink? {
        let seam = height * 38 / 100
        if y >= seam && y < seam + max(1, stroke / 2) { return .dark }
        let handle = width - 2 * stroke
        if x >= handle - stroke / 2 && x < handle + max(1, stroke / 2) && (v > 180 && v < 330 || v > 460 && v < 640) {
            return .second
        }
        return .main
    }

    /// A top on one leg with a foot: a T.
    private func table(_ x: Int, _ u: Int, _ v: Int) -> Ink? {
        if v < 250 { return .main }
        if v >= 900 { return abs(u - 512) < 260 ? .main : nil }
        return isCentral(x, 2 * stroke) ? .main : nil
    }

    /// A back, a seat and two legs: an h.
    private func chair(_ x: Int, _ v: Int) -> Ink? {
        let leg = max(stroke, width / 5)
        if x < leg { return .main }
        if v >= 470 && v < 640 { return .main }
        return v >= 640 && x >= width - leg ? .main : nil
    }

    /// Directions of the leaves in 1024ths.
    private static let leaves: [(du: Int, dv: Int)] = [
        (0, -1024), (-724, -724), (724, -724), (-1008, -180), (1008, -180),
    ]

    /// A star of five leaves in a pot.
    private func plant(_ u: Int, _ v: Int) -> Ink? {
        if v > 700 {
            let half = 230 - (v - 700) * 90 / 324
            if abs(u - 512) <= half { return v < 780 ? .dark : .second }
        }
        let dx = u - 512
        let dy = v - 640
        for leaf in RoomShape.leaves {
            let along = (dx * leaf.du + dy * leaf.dv) / 1024
            let across = abs(dx * leaf.dv - dy * leaf.du) / 1024
            let length = leaf.du == 0 ? 640 : 540
            if along >= 0 && along <= length && across <= 40 + 420 * along * (length - along) / (length * length) {
                return .main
            }
        }
        return nil
    }

    /// Stripes across, narrower at the far edge, with a fringe.
    private func rug(_ x: Int, _ y: Int, _ u: Int, _ v: Int) -> Ink? {
        let inset = width * (1024 - v) / 8192
        if x < inset || x >= width - inset { return nil }
        let side = min(x - inset, width - 1 - inset - x)
        if side < max(1, stroke / 2) { return y % 2 == 0 ? .second : nil }
        return u * 9 / 1024 % 2 == 0 ? .main : .second
    }

    /// Four panes between bars.
    private func window(_ x: Int, _ y: Int) -> Ink? {
        let frame = max(1, width / 8)
        let edge = min(min(x, width - 1 - x), min(y, height - 1 - y))
        if edge < frame || isCentral(x, stroke / 2) || abs(2 * y + 1 - height) <= stroke / 2 { return .second }
        return .main
    }

    /// A frame around a hill.
    private func picture(_ x: Int, _ y: Int, _ u: Int, _ v: Int) -> Ink? {
        let frame = max(1, stroke / 2)
        if min(min(x, width - 1 - x), min(y, height - 1 - y)) < frame { return .second }
        return v > 420 + abs(u - 600) ? .dark : .main
    }
}
