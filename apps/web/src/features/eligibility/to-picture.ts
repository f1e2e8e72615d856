import { type CohortFilter, type Label, showCohort } from '@haim/schema';
import { type FlowBox, type FlowPicture, type FlowRow } from '@/charts/flow-chart-layout.ts';
import { type PatientFlowQuery } from '@/graphql/generated/graphql.ts';

export type Flow = PatientFlowQuery['patientFlow'];
export type FlowStep = Flow['common'][number];

/** What the picture says, in the reader's language. */
export interface FlowWords {
  readonly step: (key: string) => string;
  readonly exit: (key: string) => string;
  readonly arm: (code: string | null) => string;
  readonly label: (label: Label) => string;
  readonly n: (n: number) => string;
  readonly line: (label: string, n: number) => string;
  readonly withSlide: (n: number) => string;
  readonly withScore: (n: number) => string;
  readonly spoken: (title: string, n: number, lines: readonly string[]) => string;
}

/** Where lists of patients are. */
export interface FlowPlaces {
  /** The address of the cohort page, without its selection. */
  readonly cohort: string;
  /** Of who is no patient: the screening log. */
  readonly screening: string;
}

/** A study without any score or slide has no line about them. */
export function toPicture(flow: Flow, words: FlowWords, places: FlowPlaces): FlowPicture {
  const { common, arms } = flow;
  const showsSlides = arms.some(({ withSlide }) => withSlide > 0);
  const showsScores = arms.some(({ withScore }) => withScore > 0);
  return {
    common: common.map((step) => rowOf(step, `common ${step.key}`, words.step(step.key), [])),
    arms: arms.map(({ code, steps, withSlide, withScore }) => ({
      key: code ?? '',
      rows: steps.map((step, i) => {
        const more = [
          ...(showsSlides ? [words.withSlide(withSlide)] : []),
          ...(showsScores ? [words.withScore(withScore)] : []),
        ];
        const title = i === 0 ? words.arm(code ?? null) : words.step(step.key);
        return rowOf(step, `${code ?? ''} ${step.key}`, title, step.key === 'analysed' ? more : []);
      }),
    })),
  };

  function rowOf({ key, n, filter, exits }: FlowStep, id: string, title: string, more: readonly string[]): FlowRow {
    const href = key === 'screened' ? places.screening : hrefOf(filter);
    return { box: boxOf(id, title, n, more, href), exit: exitOf(id, key, exits) };
  }

  function exitOf(id: string, key: string, exits: FlowStep['exits']): FlowBox | null {
    const n = exits.reduce((sum, exit) => sum + exit.n, 0);
    if (n === 0) return null;
    const lines = exits.map((exit) => words.line(words.label({ en: exit.labelEn, zh: exit.labelZh }), exit.n));
    const filters = exits.flatMap(({ filter }) => (filter === null ? [] : [filter as CohortFilter]));
    const [only] = filters;
    const all: CohortFilter | null = only === undefined ? null : filters.length === 1 ? only : { or: filters };
    return boxOf(`${id} exit`, words.exit(key), n, lines, all === null ? places.screening : hrefOf(all));
  }

  function boxOf(key: string, title: string, n: number, lines: readonly string[], href: string | null): FlowBox {
    return { key, title, lines: [words.n(n), ...lines], href, spoken: words.spoken(title, n, lines) };
  }

  function hrefOf(filter: unknown): string {
    return `${places.cohort}?f=${encodeURIComponent(showCohort(filter as CohortFilter))}`;
  }
}

/** Each step and each reason, a row each: what the picture draws, as numbers. */
export function flowRows({ common, arms }: Flow, words: FlowWords, stays: string, leaves: string) {
  const ofSteps = (steps: readonly FlowStep[], arm: string) =>
    steps.flatMap(({ key, n, exits }) => [
      [arm, words.step(key), stays, '', n],
      ...exits.map((exit) => [
        arm,
        words.step(key),
        leaves,
        words.label({ en: exit.labelEn, zh: exit.labelZh }),
        exit.n,
      ]),
    ]);
  return [...ofSteps(common, ''), ...arms.flatMap(({ code, steps }) => ofSteps(steps, code ?? words.arm(null)))];
}
