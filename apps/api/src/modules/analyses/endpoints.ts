import { type Endpoint } from '../../columns/index.ts';
import { type MissingTime } from '../patients/index.ts';

/** The variables of each endpoint. */
export const endpoints = {
  OS: { days: 'osDays', event: 'osEvent', missing: 'osMissing' },
  PFS: { days: 'pfsDays', event: 'pfsEvent', missing: 'pfsMissing' },
} as const satisfies Record<string, Endpoint>;
export type EndpointName = keyof typeof endpoints;

/** Why a patient of the cohort is in no curve: the recipe's reasons for a missing time, and ours. */
export const dropReasons = [
  'noFollowUp',
  'noTimeZero',
  'beforeTimeZero',
  'afterCutoff',
  'shortFollowUp',
  'noGroup',
] as const satisfies readonly (MissingTime | 'shortFollowUp' | 'noGroup')[];
