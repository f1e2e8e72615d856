import { type CohortFilter, facetVariables, rangeVariables, type SubjectVariable } from '@haim/schema';
import { LRUCache } from 'lru-cache';
import {
  type Cohort,
  type PairCount,
  type StudyAnswers,
  type SubjectColumns,
  type SubjectStore,
  type ValueCount,
} from '../../columns/index.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { contradictionCounts } from '../patients/index.ts';
import { cohortFilter, type CohortInput } from './cohort-input.ts';
import { distributed, Histograms } from './histograms.ts';
import { leftOutOfAllSaid, leftOutSaid } from './left-out.ts';
import { type StudyService } from '../studies/index.ts';
import { proportion } from './proportion.ts';
import { refuseSnapshotOfAll } from './snapshot-argument.ts';
import { protectedSummaryOf } from './protected-summary.ts';
import { type AnalysisScope, protectionOfCounts } from './protection.type.ts';

interface FacetData {
  readonly variable: string;
  readonly labelEn: string;
  readonly labelZh: string;
  readonly counts: (ValueCount & { readonly atMost: boolean })[];
}

/** Answers that are kept; one takes some 10 kB in a study of sixty centres. */
const MOST_KEPT = 50;

export class CohortSummaryService {
  private readonly kept = new LRUCache<string, ReturnType<CohortSummaryService['counted']>>({ max: MOST_KEPT });

  private readonly histograms = new Histograms();

  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
    private readonly shared: StudyAnswers,
  ) {}

  /** Counts and composition of the cohort, at one version of the study. */
  async summarise(
    ctx: PortalContext,
    study: string,
    cohort: CohortInput | null,
    scope: AnalysisScope = 'own',
    snapshot: string | null = null,
  ) {
    const own = this.studies.scope(ctx, study);
    const filter = cohortFilter(cohort);
    if (scope === 'study' && !(await this.studies.coversStudy(ctx, own))) {
      refuseSnapshotOfAll(snapshot);
      const { disclosure } = await this.studies.one(ctx, study);
      const question = { filter, groupBy: 'arm', check: () => undefined };
      return this.shared.answer(
        ctx.asker,
        own,
        disclosure,
        question,
        (shown, { version, own: variables, leavesOut, whole }) => {
          return {
            population: leftOutOfAllSaid(leavesOut),
            ...protectedSummaryOf(shown, whole, variables),
            dataVersion: version,
            protection: protectionOfCounts(disclosure),
          };
        },
      );
    }
    return this.columns.answer(
      ctx.asker,
      own.studyId,
      async (columns) => {
        await columns.sortQuantities(distributed(columns.own).map(({ name }) => name));
        return {
          dataVersion: columns.version,
          protection: null,
          population: leftOutSaid(columns.leftOut(filter), columns.counted),
          ...this.summary(columns, filter),
        };
      },
      snapshot,
    );
  }

  /** Counted once for the same patients and the same filter, for whoever may read exactly these patients. */
  private summary(columns: SubjectColumns, filter: CohortFilter | null) {
    // The words of a field of the study may change without any patient.
    const key = JSON.stringify([columns.identity, columns.own, filter]);
    const summary = this.kept.get(key) ?? this.counted(columns, filter);
    this.kept.set(key, summary);
    return summary;
  }

  private counted(columns: SubjectColumns, filter: CohortFilter | null) {
    const cohort = columns.cohort(filter);
    return { ...summaryOf(columns, cohort), ...this.histograms.of(columns, cohort) };
  }
}

/** Depends on the columns and the filter alone, so that its result may be kept. */
function summaryOf(columns: SubjectColumns, chosen: Cohort) {
  const arms = chosen.values('arm');
  return {
    n: chosen.n,
    total: columns.total,
    contradictions: contradictionCounts(chosen.contradictions()),
    facets: [...facetVariables, ...columns.own.filter(({ facet }) => facet)].map(({ name, label }): FacetData => {
      return {
        variable: name,
        labelEn: label.en,
        labelZh: label.zh,
        counts: chosen.facet(name).map((count) => ({ ...count, ...exact })),
      };
    }),
    quantities: quantitiesOf(columns).map(({ name, label, unit }) => {
      return {
        variable: name,
        labelEn: label.en,
        labelZh: label.zh,
        unit,
        ...chosen.quantity(name),
        nAtMost: false,
        missingAtMost: false,
      };
    }),
    responses: responsesByArm(arms, chosen.pairs('arm', 'bestResponse')),
    adverseEvents: gradesByArm(arms, chosen.pairs('arm', 'worstGrade')),
  };
}

function quantitiesOf({ own }: SubjectColumns): readonly SubjectVariable[] {
  return [...rangeVariables, ...own.filter(({ filter }) => filter === 'range')];
}

/** One row per arm, the unassigned last. Not-evaluable patients stay in the denominators of ORR and DCR. */
function responsesByArm(arms: readonly ValueCount[], pairs: readonly PairCount[]) {
  return arms.map(({ value: arm, n }) => {
    const of = (response: string) => pairs.find(({ a, b }) => a === arm && b === response)?.n ?? 0;
    const [cr, pr, sd, pd] = [of('CR'), of('PR'), of('SD'), of('PD')];
    const notEvaluable = n - cr - pr - sd - pd;
    return {
      ...{ arm, n, nAtMost: false, cr, pr, sd, pd, notEvaluable, atMost: [] },
      ...{ orr: proportion(cr + pr, n), dcr: proportion(cr + pr + sd, n) },
    };
  });
}

/** Each patient at the worst grade of any adverse event. */
function gradesByArm(arms: readonly ValueCount[], pairs: readonly PairCount[]) {
  return arms.map(({ value: arm, n }) => {
    const graded = pairs.filter(({ a, b }) => a === arm && b !== null);
    const from = (grade: number) => graded.reduce((sum, { b, n: of }) => sum + (Number(b) >= grade ? of : 0), 0);
    return { arm, n, nAtMost: false, anyGrade: proportion(from(1), n), gradeThreeOrMore: proportion(from(3), n) };
  });
}

const exact = { atMost: false } as const;
