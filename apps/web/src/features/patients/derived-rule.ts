/** The sentences by which the API explains a derived mRECIST response, and the keys of our words for them. */
const rules = {
  baseline: 'baseline',
  'new lesion': 'newLesion',
  'a target lesion was not measurable': 'notMeasurable',
  'no measurable baseline': 'noBaseline',
  'enhancement returned after a sum of 0': 'returned',
  'sum at least 20 % above the nadir': 'growth',
  'no enhancement in any target lesion': 'noEnhancement',
  'sum at least 30 % below the baseline': 'shrinkage',
  'neither PR nor PD': 'stable',
  'no baseline visit': 'noBaselineVisit',
  'more than one baseline visit': 'baselineTwice',
  'before the baseline': 'beforeBaseline',
  'not after the first HAIC': 'beforeTreatment',
  'dates and study days without a first HAIC': 'noOrder',
} as const;

export type RuleKey = (typeof rules)[keyof typeof rules];

/** Null for a rule we have no words for: it is then shown as the API gave it. */
export function ruleKeyOf(rule: string): RuleKey | null {
  return Object.entries(rules).find(([sentence]) => sentence === rule)?.[1] ?? null;
}
