import { partLabels, partOf, readParted, type SubjectVariable } from '@haim/schema';
import { type Block } from './block.ts';
import { numbersOf } from './block-cohort.ts';
import { type CodeColumn } from './column.ts';

/**
 * The parts of a quantity between given cut-points. Quantiles are of a selection of patients, and become cut-points before
 * anything is counted.
 *
 * @returns undefined for a text that is not a quantity with cut-points.
 */
export function partsOfQuantity(
  block: Block,
  groupBy: string,
  own: readonly SubjectVariable[],
): CodeColumn | undefined {
  const { parted } = readParted(groupBy, { own });
  if (!parted || typeof parted.at === 'string') return undefined;
  const cuts = parted.at;
  const { values } = numbersOf(block, parted.variable);
  const codes = new Uint8Array(block.rows);
  values.forEach((value, row) => (codes[row] = Number.isNaN(value) ? 0 : 1 + partOf(cuts, value)));
  return { kind: 'codes', codes, words: partLabels(cuts) };
}
