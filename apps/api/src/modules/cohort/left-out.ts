import { decidedByPerson, type Label, type Statement, statement } from '@haim/schema';
import { type CountedPopulation, type LeftOut } from '../../columns/index.ts';

/** Whom an answer leaves out as not eligible, and by which criteria; empty where it leaves out nobody. */
export function leftOutSaid({ n, reasons }: LeftOut, counted: CountedPopulation): Statement[] {
  if (n === 0) return [];
  const places = new Map(counted.criteria.map(({ code }, i) => [code, i]));
  const placeOf = (code: string | null) => places.get(code ?? '') ?? places.size;
  const said = reasons
    .toSorted((a, b) => placeOf(a.value) - placeOf(b.value))
    .map(({ value, n: of }): Label => {
      const { en, zh } = criterionLabel(value, counted);
      return { en: `${en} (${of})`, zh: `${zh}（${of} 例）` };
    });
  return [statement('ineligibleLeftOut', { n, reasons: said })];
}

/** The same where numbers are those of all centres: a count would be one more number about their patients. */
export function leftOutOfAllSaid(leavesOut: boolean): Statement[] {
  return leavesOut ? [statement('ineligibleLeftOutOfAll')] : [];
}

/** The name of a criterion by its code in a stored row. */
export function criterionLabel(code: string | null, { criteria }: Pick<CountedPopulation, 'criteria'>): Label {
  const found = criteria.find((one) => one.code === code);
  if (found) return found.label;
  return code === null || code === decidedByPerson ? byDecision : { en: code, zh: code };
}

const byDecision: Label = { en: 'Decided by a person', zh: '人工裁定' };
