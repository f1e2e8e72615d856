import { type PublishedRate, publishedRateNames, type PublishedResponse } from '@haim/schema';
import { type StoredPublished } from './published-query.ts';

/** A published rate as it is typed; empty where the publication has none. */
export interface DraftRate {
  readonly rate: PublishedRate['rate'];
  /** null: all arms together. */
  readonly arm: string | null;
  readonly patients: number | string;
  readonly of: number | string;
  /** The paper that claims it, where one does: it is corrected there. */
  readonly paper: string | null;
}

export interface PublishedDraft {
  readonly source: string;
  readonly rates: readonly DraftRate[];
}

const rateOf = { ORR: 'orr', DCR: 'dcr' } as const;
const nameOf = { orr: 'ORR', dcr: 'DCR' } as const;

/** A line for each rate in each arm and in all; what is stored of an arm that the study has no more is left out. */
export function publishedDraftOf({ source, rates, claimed }: StoredPublished, arms: readonly string[]): PublishedDraft {
  const stored = (rate: PublishedRate['rate'], arm: string | null) =>
    rates.find((one) => rateOf[one.rate] === rate && (one.arm ?? null) === arm);
  return {
    source,
    rates: publishedRateNames.flatMap((rate) =>
      [...arms, null].map((arm) => {
        const found = stored(rate, arm);
        const claim = claimed.find((one) => rateOf[one.rate] === rate && (one.arm ?? null) === arm);
        return { rate, arm, patients: found?.patients ?? '', of: found?.of ?? '', paper: claim?.paper ?? null };
      }),
    ),
  };
}

/** What is stored of a draft: lines of which anything was typed. An empty half is not a number, and refused. */
export function publishedOf({ source, rates }: PublishedDraft): PublishedResponse {
  const number = (typed: number | string) => (typed === '' ? Number.NaN : Number(typed));
  return {
    source,
    rates: rates
      .filter(({ patients, of }) => patients !== '' || of !== '')
      .map(({ rate, arm, patients, of }) => ({ rate, arm, patients: number(patients), of: number(of) })),
  };
}

/** For the mutation. */
export function publishedInput({ source, rates }: PublishedResponse) {
  return { source: source.trim(), rates: rates.map((one) => ({ ...one, rate: nameOf[one.rate] })) };
}
