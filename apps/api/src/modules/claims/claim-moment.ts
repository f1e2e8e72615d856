import { bySlideSet, type ClaimedEndpoint, type ClaimedScale } from '@haim/schema';
import { type EventQuestion, type SubjectColumns, withGroups } from '../../columns/index.ts';
import {
  clinicalCases,
  endpoints,
  type EvaluationSources,
  followUpNeeded,
  inOrder,
  keepsScores,
  responseTable,
  safetyRowsOf,
  statistics,
  type StudyMoment,
  termOf,
} from '../analyses/index.ts';
import { type StudyRow } from '../studies/index.ts';

/** Every adverse event, of everybody, by arm. */
export const anyEvent: EventQuestion = {
  groupBy: 'arm',
  relatedTo: null,
  seriousOnly: false,
  treatedOnly: false,
  termOf,
};

/** A patient with a slide. */
export interface SlidePatient {
  readonly patientId: string;
  readonly centre: string;
  readonly set: string | null;
}

/** A study at one version, and what several claims need of it: computed once. */
export class ClaimMoment {
  private readonly kept = new Map<string, unknown>();

  constructor(
    readonly moment: StudyMoment,
    readonly study: StudyRow,
    /** Codes in the order in which they are compared. */
    readonly arms: readonly string[],
    readonly scores: EvaluationSources,
  ) {}

  get columns(): SubjectColumns {
    return this.moment.columns;
  }

  /** Whether claims of slides and scores can be recomputed. */
  get keepsScores(): boolean {
    return keepsScores(this.columns.frozen);
  }

  responses() {
    return this.once('responses', () =>
      responseTable(this.columns, {
        ...{ filter: null, groupBy: 'arm', within: null, interval: 'wilson', arms: this.arms, own: this.columns.own },
      }),
    );
  }

  events() {
    return this.once('events', () => {
      const counts = this.columns.cohort(null).eventCounts(anyEvent);
      return { counts, rows: safetyRowsOf(counts, null) };
    });
  }

  /** Every arm by name: patients, and those with any adverse event. */
  adverseEvents() {
    const { counts, rows } = this.events();
    const cells = rows.find(({ kind, key }) => kind === 'fact' && key === 'any')?.cells ?? [];
    return counts.groups.map(({ value, n }, g) => ({ arm: value, n, withEvent: cells[g]?.anyGrade.n ?? 0 }));
  }

  /** Curves, test and ratios by arm, or of everybody. */
  survival(endpoint: ClaimedEndpoint, groupBy: 'arm' | null, scale: ClaimedScale) {
    return this.once(`survival ${endpoint} ${groupBy} ${scale}`, () => {
      const times = this.columns.cohort(null).times(endpoints[endpoint], groupBy, followUpNeeded(this.study));
      return statistics(inOrder(times.groups, groupBy, this.arms), scale);
    });
  }

  /** Patients with a slide, each in the set of the slide that evaluations take. */
  async slidePatients(): Promise<readonly SlidePatient[]> {
    return this.once('slides', async () => {
      const cases = await clinicalCases(this.moment, []);
      const rows = this.columns.find(cases.map(({ patientId }) => patientId));
      return cases.map(({ patientId, set }) => ({
        ...{ patientId, set, centre: rows.get(patientId)?.word('centre') ?? '' },
      }));
    });
  }

  /** The columns with the set of each patient's slide as a category. */
  async bySlides(): Promise<SubjectColumns> {
    return this.once('columns by slides', async () => {
      const inSets = (await this.slidePatients()).flatMap(({ patientId, set }) =>
        set === null ? [] : [[patientId, set] as const],
      );
      return withGroups(this.columns, bySlideSet, new Map(inSets));
    });
  }

  sources() {
    return this.once('sources', () => this.scores.list(this.moment, null));
  }

  once<Result>(key: string, work: () => Result): Result {
    if (!this.kept.has(key)) this.kept.set(key, work());
    return this.kept.get(key) as Result;
  }
}
