import { type ClaimRule } from './claim.ts';

/** What a claimed number is of: it decides how it is written. */
export type ClaimUnit = 'patients' | 'percent' | 'months' | 'pValue' | 'ratio' | 'share' | 'quantity';
export const claimUnits: readonly ClaimUnit[] = [
  'patients',
  'percent',
  'months',
  'pValue',
  'ratio',
  'share',
  'quantity',
];

export function unitOfClaim(rule: ClaimRule): ClaimUnit {
  switch (rule.kind) {
    case 'patients':
    case 'bestResponse':
    case 'events':
    case 'setOverlap':
      return 'patients';
    case 'share':
    case 'responseRate':
      return 'percent';
    case 'adverseEvents':
    case 'setSize':
      return rule.as;
    case 'baseline':
      return rule.as === 'patients' || rule.as === 'percent' ? rule.as : 'quantity';
    case 'responseTest':
    case 'baselineTest':
    case 'logRankTest':
      return 'pValue';
    case 'medianTime':
    case 'followUp':
      return 'months';
    case 'hazardRatio':
      return 'ratio';
    case 'auc':
    case 'metric':
      return 'share';
  }
}
