import Testing

@testable import NeSyNetworks

/// Sequences of PyTorch 2.13's CosineAnnealingLR, StepLR and ReduceLROnPlateau.
@Suite struct ScheduleTests {
    static func close(_ a: Float, _ b: Double) -> Bool { abs(Double(a) - b) <= 1e-6 * b }

    @Test func cosineFallsToItsFloor() {
        let expected = [
            0.5, 0.48800884649231263, 0.4532091636218621, 0.39900738681165593, 0.33070916362186215, 0.255,
            0.17929083637813792, 0.11099261318834411, 0.05679083637813791, 0.021991153507687385, 0.01,
        ]
        for (step, rate) in expected.enumerated() {
            let found = Schedule.cosine(floor: 0.02).rate(
                base: 0.5, epoch: 0, step: step, totalSteps: 10, state: .init())
            #expect(Self.close(found, rate))
        }
    }

    @Test func stepsFallEveryFewEpochs() {
        for (epoch, rate) in [0.5, 0.5, 0.05, 0.05, 0.005, 0.005].enumerated() {
            let found = Schedule.step(epochs: 2, factor: 0.1).rate(
                base: 0.5, epoch: epoch, step: 99, totalSteps: 100, state: .init())
            #expect(Self.close(found, rate))
        }
    }

    @Test func aPlateauHalvesTheRate() {
        let schedule = Schedule.plateau(factor: 0.5, patience: 2)
        var state = Schedule.State()
        let losses = [1, 0.9, 0.9, 0.9, 0.9, 0.89999, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8]
        let expected = [0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125]
        for (loss, rate) in zip(losses, expected) {
            schedule.observe(validationLoss: loss, state: &state)
            #expect(Self.close(schedule.rate(base: 0.5, epoch: 0, step: 0, totalSteps: 1, state: state), rate))
        }
    }

    @Test func onlyAPlateauRemembers() {
        var state = Schedule.State()
        for schedule in [Schedule.constant, .cosine(), .step(epochs: 1, factor: 0.1)] {
            schedule.observe(validationLoss: 1, state: &state)
        }
        #expect(state == Schedule.State())
        #expect(Schedule.constant.rate(base: 0.3, epoch: 5, step: 9, totalSteps: 10, state: state) == 0.3)
    }
}
