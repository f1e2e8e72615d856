import { claims } from './claims.ts';
import { cohort } from './cohort.ts';
import { comparison } from './comparison.ts';
import { diagnostic } from './diagnostic.ts';
import { disclosure } from './disclosure.ts';
import { eligibility } from './eligibility.ts';
import { inference } from './inference.ts';
import { outlines } from './outlines.ts';
import { progress } from './progress.ts';
import { recorded } from './recorded.ts';
import { regression } from './regression.ts';
import { response } from './response.ts';
import { safety } from './safety.ts';
import { schedule } from './schedule.ts';
import { staging } from './staging.ts';
import { survival } from './survival.ts';

/** One file per area. Names are unique across all of them. */
export const areas = {
  survival,
  regression,
  diagnostic,
  comparison,
  response,
  cohort,
  inference,
  outlines,
  disclosure,
  eligibility,
  staging,
  safety,
  schedule,
  progress,
  claims,
  recorded,
} as const;

export const sentences = {
  ...survival,
  ...regression,
  ...diagnostic,
  ...comparison,
  ...response,
  ...cohort,
  ...inference,
  ...outlines,
  ...disclosure,
  ...eligibility,
  ...staging,
  ...safety,
  ...schedule,
  ...progress,
  ...claims,
  ...recorded,
} as const;
