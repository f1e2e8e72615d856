import { type ChildPughClass } from './child-pugh.ts';

/** What BCLC 2022 looks at; null is not known. */
export interface BclcFacts {
  /** 0 to 4. */
  readonly ecogPs: number | null;
  /** The classes that are possible. C counts as end-stage liver function, A and B as preserved. */
  readonly childPugh: readonly ChildPughClass[];
  readonly portalVeinThrombus: boolean | null;
  readonly extrahepaticMetastasis: boolean | null;
  readonly isSingle: boolean | null;
  readonly lesionCount: number | null;
  /** Of the largest lesion. */
  readonly sizeMm: number | null;
}

export type BclcStage = '0' | 'A' | 'B' | 'C' | 'D';

/**
 * The stages of BCLC 2022 (Reig et al., J Hepatol 2022;76:681) that what is known allows, in their order: D by ECOG 3-4
 * or end-stage liver function; C by invasion, spread or ECOG 1-2; otherwise by the lesions. One, if it is decided.
 */
export function bclcStages(facts: BclcFacts): BclcStage[] {
  const { ecogPs, childPugh, portalVeinThrombus, extrahepaticMetastasis } = facts;
  const ps = (from: number, to: number) => ecogPs === null || (ecogPs >= from && ecogPs <= to);
  const spreads = [portalVeinThrombus, extrahepaticMetastasis];
  const isSpread = spreads.includes(true);
  const maySpread = isSpread || spreads.includes(null);
  const isPreserved = childPugh.some((one) => one !== 'C');
  const possible = new Set<BclcStage>();
  if (ps(3, 4) || childPugh.includes('C')) possible.add('D');
  if (isPreserved && ((maySpread && ps(0, 2)) || ps(1, 2))) possible.add('C');
  if (isPreserved && !isSpread && ps(0, 0)) for (const stage of byLesions(facts)) possible.add(stage);
  return (['0', 'A', 'B', 'C', 'D'] as const).filter((stage) => possible.has(stage));
}

/** Without spread and symptoms: 0 single to 2 cm, A single or at most three to 3 cm, otherwise B. */
function byLesions({ isSingle, lesionCount, sizeMm }: BclcFacts): BclcStage[] {
  const stages: BclcStage[] = [];
  if (isSingle !== false) {
    if (sizeMm === null || sizeMm <= 20) stages.push('0');
    if (sizeMm === null || sizeMm > 20) stages.push('A');
  }
  if (isSingle !== true) {
    const mayBeFew = (lesionCount === null || lesionCount <= 3) && (sizeMm === null || sizeMm <= 30);
    const isFew = lesionCount !== null && lesionCount <= 3 && sizeMm !== null && sizeMm <= 30;
    if (mayBeFew) stages.push('A');
    if (!isFew) stages.push('B');
  }
  return stages;
}
