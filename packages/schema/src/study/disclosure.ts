import { type Issue } from '../check-row.ts';
import { issue } from './study-issue.ts';

/**
 * Under which rule somebody who may read some centres of a study is answered about all of them. Rows never cross; what
 * crosses are counts and curves. The usual numbers are those of OpenSAFELY's output checks (documentation,
 * `outputs/sdc.md`: redact counts of at most 7, round to 5, midpoint 6 for Kaplan-Meier); the smallest curve and the
 * number of centres are this portal's.
 */
export interface DisclosureRule {
  /** Whether anything crosses at all. */
  readonly isOn: boolean;
  /** Counts that include at most this many patients of other centres are not shown. */
  readonly smallestCell: number;
  /** Other counts are shown to the nearest multiple of this. */
  readonly roundTo: number;
  /** Centres that must contribute patients. */
  readonly minimumCentres: number;
  /** Patients of other centres that a curve needs, and below which its tail is cut. */
  readonly minimumAtRisk: number;
  /** Months between the days on which a curve may fall. */
  readonly gridMonths: number;
}

export type DisclosureNumber = Exclude<keyof DisclosureRule, 'isOn'>;

/** In the order in which they are asked for. */
export const disclosureNames: readonly DisclosureNumber[] = [
  'smallestCell',
  'roundTo',
  'minimumCentres',
  'minimumAtRisk',
  'gridMonths',
];

/** From and to, both included; every one is a whole number. */
export const disclosureLimits: Readonly<Record<DisclosureNumber, readonly [lowest: number, highest: number]>> = {
  smallestCell: [3, 50],
  roundTo: [3, 20],
  minimumCentres: [2, 20],
  minimumAtRisk: [5, 100],
  gridMonths: [1, 12],
};

/** Nothing crosses until whoever manages the study allows it: its centres have to agree first. */
export const usualDisclosure: DisclosureRule = {
  isOn: false,
  smallestCell: 7,
  roundTo: 5,
  minimumCentres: 3,
  minimumAtRisk: 10,
  gridMonths: 1,
};

/** Cumulative numbers of a curve are shown as the middle of classes of this width: 6 where counts are rounded to 5. */
export function midpointOf({ roundTo }: Pick<DisclosureRule, 'roundTo'>): number {
  return roundTo + 1;
}

export function disclosureIssues(rule: DisclosureRule): Issue[] {
  const faults = disclosureNames.flatMap((name) => {
    const [lowest, highest] = disclosureLimits[name];
    if (Number.isInteger(rule[name]) && rule[name] >= lowest && rule[name] <= highest) return [];
    const en = `a whole number from ${lowest} to ${highest}`;
    return [issue(`disclosure.${name}`, 'outOfRange', en, `${lowest} 至 ${highest} 之间的整数`)];
  });
  if (faults.length > 0 || rule.minimumAtRisk > rule.smallestCell) return faults;
  const more = rule.smallestCell + 1;
  const en = `at least ${more}: a curve needs more patients than the smallest count that is shown`;
  return [issue('disclosure.minimumAtRisk', 'rule', en, `不少于 ${more}：曲线所需患者数须大于不显示的最大计数`)];
}
