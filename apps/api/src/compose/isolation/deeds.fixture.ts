import { randomUUID } from 'node:crypto';
import { type Right } from '@haim/schema';
import { type RouteCall } from './route-calls.fixture.ts';
import { type World } from './world.fixture.ts';

/** Something that is done to rows of one's own, by every role that has the right and by no other. */
export interface Deed {
  /** An operation of the contract, or `POST /api/signatures`. */
  readonly name: string;
  readonly right: Right;
  /** What its variables are, beside what each requires. */
  readonly variables?: (own: World) => Readonly<Record<string, unknown>>;
  /** What whoever may do everything does before, so that it can be done: it may have been done. */
  readonly before?: readonly [name: string, variables: (own: World) => Readonly<Record<string, unknown>>];
  /** Ends what was done for all of the centre, by the ids of the answer. */
  readonly undo?: string;
}

const reading = {
  lesions: [{ id: 'T1', role: 'target', organ: 'liver', diametersMm: [40, 20], states: [] }],
  newLesion: [false, false],
};
const record = (form: string) => (own: World) => ({ form, recordId: own.records[form] });

/** In an order in which each leaves the next possible, whoever of the roles has done those before. */
export const deeds: readonly Deed[] = [
  { name: 'showIdentity', right: 'readIdentities' },
  { name: 'findByHospitalNumber', right: 'readIdentities' },
  { name: 'removeIdentity', right: 'enterIdentities' },
  { name: 'saveIdentity', right: 'enterIdentities' },
  { name: 'readingCases', right: 'assignReadings' },
  { name: 'revealReadingCase', right: 'assignReadings' },
  { name: 'acceptedReadings', right: 'readRecords' },
  { name: 'reopenReading', right: 'assignReadings' },
  {
    name: 'saveReading',
    right: 'readBlind',
    variables: ({ reading: id }) => ({ id, version: 2, reading, isSubmitted: true }),
    before: ['reopenReading', () => ({})],
  },
  { name: 'storeAcceptedReading', right: 'assignReadings' },
  {
    name: 'enterSecond',
    right: 'enterSecond',
    variables: ({ arm }) => ({ values: { arm, startedOn: '2024-01-02' } }),
  },
  { name: 'secondEntriesBefore', right: 'enterSecond' },
  { name: 'enterSecondList', right: 'enterSecond' },
  { name: 'resolveEntryComparison', right: 'resolveEntries' },
  { name: 'entryList', right: 'readRecords' },
  {
    name: 'resolveEntryList',
    right: 'resolveEntries',
    variables: ({ listComparison: id }) => ({ decisions: [{ id, version: 1, recordVersion: 1, outcome: 'keep' }] }),
  },
  { name: 'centreHolds', right: 'readRecords' },
  { name: 'patientReview', right: 'readRecords' },
  { name: 'qualityFindings', right: 'readRecords' },
  { name: 'exceptFinding', right: 'raiseQueries', before: ['withdrawException', ({ finding }) => ({ id: finding })] },
  {
    name: 'withdrawException',
    right: 'raiseQueries',
    before: ['exceptFinding', ({ exceptedFinding }) => ({ id: exceptedFinding })],
  },
  { name: 'centreReviews', right: 'readRecords' },
  {
    name: 'makeSnapshot',
    right: 'makeSnapshots',
    variables: () => ({ name: randomUUID(), reason: 'asked by a test' }),
  },
  { name: 'querySubjects', right: 'raiseQueries' },
  { name: 'holdRecords', right: 'lockRecords', variables: record('demographics') },
  { name: 'liftHold', right: 'lockRecords' },
  {
    name: 'decideEligibility',
    right: 'decideEligibility',
    variables: () => ({ version: 0 }),
    before: ['takeBackEligibility', () => ({ version: 1 })],
  },
  { name: 'holdCentres', right: 'lockRecords', undo: 'liftHold' },
  // Of all centres, protected for those at one of them.
  ...['cohortSummary', 'survival', 'adverseEvents'].map((name): Deed => ({
    name,
    right: 'readRecords',
    variables: () => ({ scope: 'STUDY' }),
  })),
  {
    name: 'safety',
    right: 'readRecords',
    variables: () => ({ scope: 'STUDY', groupBy: 'arm', relatedTo: null, seriousOnly: false }),
  },
  { name: 'sharedProgress', right: 'readRecords' },
  { name: 'tableOne', right: 'readRecords', variables: () => ({ scope: 'STUDY', groupBy: 'arm', variables: null }) },
  {
    name: 'responseTable',
    right: 'readRecords',
    variables: () => ({ scope: 'STUDY', groupBy: 'arm', within: null }),
  },
  {
    name: 'POST /api/signatures',
    right: 'signRecords',
    before: ['holdRecords', (own) => ({ ...record('eligibility')(own), kind: 'locked' })],
  },
];

/** The call of a signature, with the right password. */
export const signing = ([call]: readonly RouteCall[], password: string): RouteCall => ({
  ...call!,
  body: JSON.stringify({ ...(JSON.parse(call!.body!) as object), password }),
});
