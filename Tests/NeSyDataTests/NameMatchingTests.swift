import NeSyData
import Testing

@Suite struct NameMatchingTests {
    @Test(arguments: [
        (["cat/1.png", "dog/2.png"], ["cat/1", "dog/2"], [0, 1]),
        (["cat/1.png", "dog/2.png"], ["photos/dog/2", "photos/cat/1"], [1, 0]),
        (["train/cat/1.png", "2.png"], ["1", "cat/2"], [0, 1]),
        (["train/cat/1.png"], ["1", "cat/1"], [1]),
        // Of another folder.
        (["cat/1.png", "dog/2.png"], ["dog/1", "cat/2"], [nil, nil]),
        (["train/1.png"], ["test/1"], [nil]),
        // Part of a name is no part of a path.
        (["cat/11.png", "at/1.png"], ["1", "cat/1"], [nil, 0]),
        // Several could be meant.
        (["cat/1.png", "dog/1.png"], ["1"], [nil, nil]), (["cat/1.png", "1.png"], ["1"], [nil, 0]),
        (["1.png"], ["cat/1", "dog/1"], [nil]), (["1.png"], ["1", "1"], [nil]), (["cat/1.png"], ["1", "1"], [nil]),
    ] as [([String], [String], [Int?])])
    func namesAndKeys(_ names: [String], _ keys: [String], _ positions: [Int?]) {
        #expect(NameMatching(keys: keys).positions(of: names) == positions)
    }
}
