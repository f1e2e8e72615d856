export { baselineResult, type MeasuredResult } from './baseline-result.ts';
export { type LabTest, labTestOf, labTests, standardValue } from './lab-tests.ts';
export { type LabResult, proposeEvents, type ProposedEvent, type RecordedEvent } from './propose-events.ts';
