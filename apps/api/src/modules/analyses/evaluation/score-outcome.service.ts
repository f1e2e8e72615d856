import { type Statement, statement } from '@haim/schema';
import { type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput } from '../../../context/portal-error.ts';
import { cohortFilter, type CohortInput, isPositive, leftOutSaid } from '../../cohort/index.ts';
import { readArms, readStudy, type StudyService } from '../../studies/index.ts';
import { endpointSaid, originOf } from '../survival/endpoint-rule.ts';
import { type EndpointName, endpoints } from '../survival/endpoints.ts';
import { type EvaluationSetName, isIn } from './evaluation-sets.ts';
import { type EvaluationSources } from './evaluation-sources.ts';
import { nameOfSet } from './independence.query.ts';
import { onePerPatient, patientRule } from './one-per-patient.ts';
import { outcomeFiles } from './outcome-files.ts';
import { type ScoredTime, scoreOutcome } from './score-outcome.ts';

export interface OutcomeQuestion {
  readonly source: string;
  readonly set: EvaluationSetName;
  readonly endpoint: EndpointName;
  /** Null: the source's own. */
  readonly threshold: number | null;
  readonly cohort: CohortInput | null;
}

/** What a score says of survival, and whether it says it in every arm. */
export class ScoreOutcomeService {
  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
    private readonly scores: EvaluationSources,
  ) {}

  /** @throws NOT_FOUND for an unknown source; BAD_USER_INPUT for a threshold outside [0, 1]. */
  async outcome(ctx: PortalContext, study: string, question: OutcomeQuestion) {
    const scope = this.studies.scope(ctx, study);
    const filter = cohortFilter(question.cohort);
    return this.columns.answer(ctx.asker, scope.studyId, async (columns, tx) => {
      const row = await readStudy(tx, scope.studyId);
      const { source, rows, warnings } = await this.scores.read({ tx, columns, scope }, question.source);
      const threshold = checkedThreshold(question.threshold ?? source.threshold);
      const cohort = columns.cohort(filter);
      const chosen = cohort.among(rows.map(({ patientId }) => patientId));
      const inSet = rows.filter(({ patientId, set }) => chosen.has(patientId) && isIn(question.set, set));
      const { rows: scored } = onePerPatient(inSet, row.scoreOfPatient);
      const patients = columns.find(scored.map(({ patientId }) => patientId));
      const { days, event } = endpoints[question.endpoint];
      const timed = scored.flatMap(({ patientId, score, bestResponse }): ScoredTime[] => {
        const patient = patients.get(patientId);
        const [time, arm] = [patient?.value(days), patient?.word('arm')];
        if (typeof time !== 'number' || !arm) return [];
        const progressed = isPositive(bestResponse);
        const responded = progressed === null ? null : !progressed;
        return [{ score, arm, days: time, event: patient?.word(event) === 'true', responded }];
      });
      const arms = await readArms(tx, scope.studyId);
      const numbers = scoreOutcome(timed, threshold, arms);
      const dropped = scored.length - timed.length;
      const { source: id, endpoint } = question;
      const setName = await nameOfSet({ tx, columns, scope }, question.set);
      const title = `${endpoint} and response by the score ${id}, ${setName.replaceAll('-', ' ')} set; ${study}, version ${columns.version} of its data`;
      const name = `${study}-score-${endpoint.toLowerCase()}-${source.kind}-${setName}`;
      return {
        toFiles: () => outcomeFiles({ patients: timed, numbers, threshold, arms }, name, title),
        ...numbers,
        endpoint: question.endpoint,
        threshold,
        monthDays: row.monthDays,
        dataVersion: columns.version,
        timeZero: originOf(question.endpoint, row),
        recipe: row.recipe,
        patientRule: patientRule(source, row.scoreOfPatient),
        method: [statement('scoreOutcome'), ...endpointSaid(question.endpoint, row, cohort)] as readonly Statement[],
        warnings: [
          ...leftOutSaid(columns.leftOut(filter), columns.counted),
          ...warnings,
          ...(dropped > 0 ? [statement('scoredWithoutTime', { n: dropped })] : []),
          ...numbers.warnings,
        ],
      };
    });
  }
}

function checkedThreshold(threshold: number | null): number | null {
  if (threshold === null || (threshold >= 0 && threshold <= 1)) return threshold;
  throw badInput('threshold must be from 0 to 1', [
    {
      field: 'threshold',
      problem: 'outOfRange',
      severity: 'error',
      expected: { en: 'a number from 0 to 1', zh: '0 至 1 的数字' },
    },
  ]);
}
