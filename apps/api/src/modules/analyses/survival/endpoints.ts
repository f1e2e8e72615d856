import { type Endpoint } from '../../../columns/index.ts';

/** The variables of each endpoint. */
export const endpoints = {
  OS: { days: 'osDays', event: 'osEvent', missing: 'osMissing' },
  PFS: { days: 'pfsDays', event: 'pfsEvent', missing: 'pfsMissing' },
  TTR: { days: 'ttrDays', event: 'ttrEvent', missing: 'ttrMissing' },
  DOR: { days: 'dorDays', event: 'dorEvent', missing: 'dorMissing' },
  TTNT: { days: 'ttntDays', event: 'ttntEvent', missing: 'ttntMissing' },
} as const satisfies Record<string, Endpoint>;
export type EndpointName = keyof typeof endpoints;

/** Why a patient of the cohort is in no curve: the recipe's reasons for a missing time, and ours. */
export const dropReasons = [
  'noFollowUp',
  'noTimeZero',
  'beforeTimeZero',
  'afterCutoff',
  'noResponse',
  'afterNewTreatment',
  'partialDate',
  'notCollected',
  'notKept',
  'shortFollowUp',
  'noGroup',
  'endedByLandmark',
] as const;
