import { type Claim } from '@haim/schema';
import { expect, it } from 'vitest';
import { claimedRates } from './claimed-rates.ts';

const claim = (value: number | null, of: number | null, arm: string | null = null, decimals = 2): Claim => ({
  ...{ name: `c${value}`, place: 'Table 1', value, decimals, isBelow: false, of },
  rule: { kind: 'responseRate', rate: 'orr', arm },
});
const paper = (name: string, ...claims: Claim[]) => ({ name, citation: `Article ${name}`, claims });

it('a claimed rate is the one count of its total that prints so', () => {
  // By hand: 153/281 = 54.448 % and 21/97 = 21.649 %, as the paper of the demonstration prints them.
  const found = claimedRates([paper('one', claim(54.45, 281, 'HTI'), claim(21.65, 97, 'HAIC'))]);
  expect(found.map(({ arm, patients, of }) => [arm, patients, of])).toEqual([
    ['HTI', 153, 281],
    ['HAIC', 21, 97],
  ]);
});

it('a rate has no count without its total, where several or no counts print so, or where it was not reached', () => {
  // Of 10,000 patients a hundred counts print 54 %; of 281 none prints 54.40 %.
  const claims = [claim(54.45, null), claim(54, 10_000, 'HTI', 0), claim(54.4, 281, 'HAIC'), claim(null, 281)];
  expect(claimedRates([paper('one', ...claims)])).toEqual([]);
});

it('of a rate that two papers claim the first is taken', () => {
  const found = claimedRates([paper('one', claim(50, 2)), paper('two', claim(100, 2))]);
  expect(found.map((one) => [one.paper, one.patients])).toEqual([['one', 1]]);
});
