import { type SubjectStore } from '../../columns/index.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type ReadTransaction } from '../../db/study-db.ts';
import { readArms, type StudyService } from '../studies/index.ts';
import { type Flow, flowOf } from './flow.ts';
import { readRules } from './rules.query.ts';
import { countScreenedOut } from './screening.query.ts';

/** What became of everybody who was screened. */
export class FlowService {
  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
  ) {}

  /** At one version of the study, of the centres that the asker may read. @throws NOT_FOUND, FORBIDDEN. */
  async flow(ctx: PortalContext, study: string): Promise<Flow & { readonly coversStudy: boolean }> {
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    const flow = await this.columns.answer(ctx.asker, scope.studyId, async (columns, tx) => {
      const { criteria } = await readRules(tx, scope.studyId);
      const arms = await readArms(tx, scope.studyId);
      const codes = criteria.map(({ code }) => code);
      const screenedOut = await countScreenedOut(tx, scope.readCentres, codes);
      const { withSlide, withScore } = await patientsWithSlides(tx, scope.readCentres);
      return flowOf({ columns, screenedOut, arms, withSlide, withScore });
    });
    return { ...flow, coversStudy: await this.studies.coversStudy(ctx, scope) };
  }
}

/** Who has a slide, and who a score, imported or computed here. */
async function patientsWithSlides(
  { rows }: ReadTransaction,
  centreIds: readonly number[],
): Promise<{ withSlide: string[]; withScore: string[] }> {
  const found = await rows<{ id: string; slide: boolean; score: boolean }>(
    `select patient_id as id, bool_or(slide) as slide, bool_or(score) as score from (
       select l.patient_id, true as slide, false as score from portal.slide l where l.centre_id = any ($1)
       union all
       select m.patient_id, false, true from portal.imported_score m where m.centre_id = any ($1)
       union all
       select i.patient_id, false, true from portal.inference i where i.centre_id = any ($1) and i.status = 'done'
     ) one group by patient_id`,
    [centreIds],
  );
  const ids = (has: 'slide' | 'score') => found.filter((one) => one[has]).map(({ id }) => id);
  return { withSlide: ids('slide'), withScore: ids('score') };
}
