/** Which types an interface of the contract stands for: without it the cache cannot read a fragment on the interface. */
export const possibleTypes = { Run: ['Inference', 'PatchSensitivity', 'TrainingRun'] };
