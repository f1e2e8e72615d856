/** Which types implement an interface of the contract: without it the cache cannot read a fragment on the interface. */
export const possibleTypes = { Run: ['Inference', 'PatchSensitivity', 'QualityRun', 'TrainingRun'] };
