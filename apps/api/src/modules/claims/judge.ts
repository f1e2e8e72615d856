import { type Claim, type ClaimVerdict, type Statement, statement } from '@haim/schema';
import { printedAs, type PrintedAs } from '@haim/stats';
import { attainabilityOf } from './attainability.ts';
import { type BesideClaim } from './claims-together.ts';
import { reasonsFor } from './reasons.ts';
import { type Answer, type Candidate, isRecomputed, type Recomputed } from './recomputed.ts';

/** A claim beside what the records give. */
export interface JudgedClaim {
  readonly claim: Claim;
  readonly verdict: ClaimVerdict;
  /** Of the way that is nearest to the printed number; null where it was not reached, or not computed. */
  readonly recomputed: number | null;
  /** Recomputed minus printed; null where one of them is not a number. */
  readonly difference: number | null;
  /** What it is computed by, and why the two differ. */
  readonly reasons: readonly Statement[];
}

type Written = PrintedAs | 'below' | 'notReached' | null;
const order: readonly Written[] = ['rounded', 'below', 'notReached', 'truncated', 'roundedUp', null];

/** @param beside - what other claims of the paper say of this one. */
export function judge(claim: Claim, answer: Answer, beside: BesideClaim): JudgedClaim {
  const { said: others, logStdErr } = beside;
  if (!isRecomputed(answer)) {
    return {
      claim,
      verdict: 'notRecomputed',
      recomputed: null,
      difference: null,
      reasons: [answer.missing, ...others],
    };
  }
  const { candidate, place, written } = nearest(claim, answer);
  const { isAttainable, said } = attainabilityOf(claim, answer);
  const verdict = verdictOf(written, isAttainable);
  const { value } = candidate;
  const isNumber = value !== null && claim.value !== null;
  const isExplained = verdict === 'match';
  return {
    claim,
    verdict,
    recomputed: value,
    difference: isNumber ? value - (claim.value ?? 0) : null,
    reasons: [
      ...answer.said,
      ...howSaid(claim, answer, candidate),
      ...(value === null && claim.value !== null ? [statement('claimNotReached')] : []),
      ...(verdict === 'rounding' ? writtenSaid(claim, candidate, written) : []),
      ...(isExplained ? [] : reasonsFor(claim, answer, place, logStdErr)),
      // Of a truncated number it would say that rounding does not give it, which is known.
      ...(written === 'truncated' ? [] : said),
      ...others,
    ],
  };
}

function verdictOf(written: Written, isAttainable: boolean): ClaimVerdict {
  if (written === 'rounded' || written === 'below' || written === 'notReached') return 'match';
  if (written === 'truncated') return 'rounding';
  if (!isAttainable) return 'notAttainable';
  return written === 'roundedUp' ? 'rounding' : 'differs';
}

/** The way of computing whose number is printed so, or whose number is nearest. */
function nearest(claim: Claim, { candidates }: Recomputed) {
  const judged = candidates.map((candidate, place) => ({ candidate, place, written: writtenAs(claim, candidate) }));
  const distance = ({ value }: Candidate) =>
    value === null || claim.value === null ? Infinity : Math.abs(value - claim.value);
  const [best] = judged.toSorted(
    (a, b) => order.indexOf(a.written) - order.indexOf(b.written) || distance(a.candidate) - distance(b.candidate) || 0,
  );
  if (!best) throw new Error(`${claim.name} was computed in no way`);
  return best;
}

export function writtenAs({ value: printed, decimals, isBelow }: Claim, { value }: Candidate): Written {
  if (printed === null || value === null) return printed === value ? 'notReached' : null;
  if (isBelow) return value < printed ? 'below' : null;
  return printedAs(value, { value: printed, decimals });
}

/** Of several ways, what each gives; of one, nothing: the rule says it. */
function howSaid({ decimals }: Claim, { candidates }: Recomputed, chosen: Candidate): Statement[] {
  if (candidates.length < 2) {
    return chosen.label === null ? [] : [statement('claimMethod', { method: chosen.label })];
  }
  const digits = Math.max(decimals + 1, 3);
  const written = candidates.flatMap(({ label, value }) => {
    if (label === null) return [];
    const number = value === null ? '–' : withDigits(value, digits);
    return [{ en: `${label.en} ${number}`, zh: `${label.zh} ${number}` }];
  });
  return [statement('claimCandidates', { candidates: written })];
}

function writtenSaid({ decimals }: Claim, { value }: Candidate, written: Written): Statement[] {
  if (value === null) return [];
  const values = { exact: Number(value.toPrecision(6)), rounded: value.toFixed(decimals) };
  if (written === 'truncated') return [statement('claimTruncated', values)];
  return written === 'roundedUp' ? [statement('claimRoundedUp', values)] : [];
}

/** As text: of a small p value the digits that say something. */
export function withDigits(value: number, decimals: number): string {
  return Math.abs(value) >= 10 ** -decimals || value === 0 ? value.toFixed(decimals) : value.toPrecision(2);
}
