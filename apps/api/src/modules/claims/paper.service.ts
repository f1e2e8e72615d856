import { isError, type Issue, type Paper, readPaper, type SubjectVariable } from '@haim/schema';
import { type SubjectStore } from '../../columns/index.ts';
import { hasRight } from '../../context/asker.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { badInput, notFound, PortalError, studyClosed, withoutRight } from '../../context/portal-error.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type EvaluationSources, type TableFiles } from '../analyses/index.ts';
import { readArms, readStudy, type StudyScope, type StudyService } from '../studies/index.ts';
import { checkClaims } from './claim-checker.ts';
import { claimFiles } from './claim-files.ts';
import { ClaimMoment } from './claim-moment.ts';
import { type JudgedClaim } from './judge.ts';
import { readPapers, removePaper, type StoredPaper, storePaper } from './paper.query.ts';

export interface CheckedPaper {
  readonly paper: StoredPaper;
  readonly recipe: string;
  readonly dataVersion: number;
  readonly monthDays: number;
  /** The variables that fields of the study are: rules may name them. */
  readonly own: readonly SubjectVariable[];
  readonly claims: readonly JudgedClaim[];
}

/** Publications of a study as numbers that are recomputed: read by whoever reads records, kept by whoever manages the study. */
export class PaperService {
  constructor(
    private readonly db: StudyDb,
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
    private readonly scores: EvaluationSources,
  ) {}

  /** By name. @throws NOT_FOUND for a study that is not the asker's; FORBIDDEN for who neither reads records nor manages it. */
  async list(ctx: PortalContext, study: string): Promise<StoredPaper[]> {
    const { studyId, readCentres } = this.studies.scope(ctx, study);
    if (readCentres.length === 0 && !hasRight(ctx.asker, 'manageStudy', study)) throw withoutRight('readRecords');
    return this.db.read(ctx.asker, (tx) => readPapers(tx, studyId));
  }

  /**
   * Every claim of a paper beside what the records of one version give.
   *
   * @param snapshot - null: the rows of now.
   * @returns null where a centre of the study is closed to the asker: the numbers would be of others.
   * @throws NOT_FOUND for a study, paper or snapshot that is not the asker's; FORBIDDEN for who reads no record.
   */
  async check(ctx: PortalContext, study: string, name: string, snapshot: string | null): Promise<CheckedPaper | null> {
    return this.atMoment(ctx, study, snapshot, async (moment, papers) => {
      const paper = named(papers, name);
      const claims = await checkClaims(moment, paper.claims);
      const { recipe, monthDays } = moment.study;
      const { version: dataVersion, own } = moment.columns;
      return { paper, recipe, monthDays, dataVersion, own, claims };
    });
  }

  /** What repeats a claim's number in R; null as `check`, and where the number is a count of patients. @throws as `check`. */
  async files(
    ctx: PortalContext,
    study: string,
    { paper, claim, snapshot }: { readonly paper: string; readonly claim: string; readonly snapshot: string | null },
  ): Promise<TableFiles | null> {
    return this.atMoment(ctx, study, snapshot, (moment, papers) => {
      const found = named(papers, paper).claims.find((one) => one.name === claim);
      if (!found) throw notFound('claim');
      return claimFiles(moment, found);
    });
  }

  /**
   * Keeps a file of claims, under the name that it states.
   *
   * @param version - the one that was read; 0 for a new paper.
   * @throws NOT_FOUND, FORBIDDEN, STUDY_CLOSED; BAD_USER_INPUT with every faulty place of the file; CONFLICT if it was
   *   changed meanwhile, or a new paper has the name of another.
   */
  async set(ctx: PortalContext, study: string, version: number, file: string): Promise<StoredPaper> {
    const scope = this.managed(ctx, study);
    const { studyId } = scope;
    const paper = await this.read(ctx, scope, file);
    return this.db.write(ctx.asker, null, async (tx) => {
      const isStored = await storePaper(tx, { studyId, version, by: ctx.asker.name }, paper);
      const papers = await readPapers(tx, studyId);
      if (!isStored) throw changed(papers, paper.name);
      return named(papers, paper.name);
    });
  }

  /** @throws as `set`. */
  async remove(ctx: PortalContext, study: string, name: string, version: number): Promise<void> {
    const { studyId } = this.managed(ctx, study);
    await this.db.write(ctx.asker, null, async (tx) => {
      if (await removePaper(tx, { studyId, version, by: ctx.asker.name }, name)) return;
      throw changed(await readPapers(tx, studyId), name);
    });
  }

  private managed(ctx: PortalContext, study: string): StudyScope {
    const scope = this.studies.scope(ctx, study);
    if (!hasRight(ctx.asker, 'manageStudy', study)) throw withoutRight('manageStudy');
    if (scope.isClosed) throw studyClosed(study);
    return scope;
  }

  /** The file with the names that the study has. */
  private async read(ctx: PortalContext, { studyId }: StudyScope, file: string): Promise<Paper> {
    const { paper, issues } = await this.columns.answer(ctx.asker, studyId, async ({ own }, tx) => {
      const [arm, centres] = await Promise.all([
        readArms(tx, studyId),
        tx.rows<{ code: string }>('select code from portal.centre where study_id = $1 order by code', [studyId]),
      ]);
      return readPaper(file, { own, arm, centre: centres.map(({ code }) => code) });
    });
    if (!paper) throw badInput(issuesInWords(issues), issues);
    return paper;
  }

  private async atMoment<Result>(
    ctx: PortalContext,
    study: string,
    snapshot: string | null,
    work: (moment: ClaimMoment, papers: readonly StoredPaper[]) => Promise<Result>,
  ): Promise<Result | null> {
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    if (!(await this.studies.coversStudy(ctx, scope))) return null;
    return this.columns.answer(
      ctx.asker,
      scope.studyId,
      async (columns, tx) => {
        const [row, arms, papers] = await Promise.all([
          readStudy(tx, scope.studyId, columns.frozen),
          readArms(tx, scope.studyId, columns.frozen),
          readPapers(tx, scope.studyId),
        ]);
        return work(new ClaimMoment({ tx, columns, scope }, row, arms, this.scores), papers);
      },
      snapshot,
    );
  }
}

function named(papers: readonly StoredPaper[], name: string): StoredPaper {
  const found = papers.find((one) => one.name === name);
  if (!found) throw notFound('paper');
  return found;
}

function changed(papers: readonly StoredPaper[], name: string): PortalError {
  const current = papers.find((one) => one.name === name);
  return current
    ? new PortalError('CONFLICT', `${current.updatedBy} changed the claims of ${name} meanwhile: look at them again`, {
        ...{ paper: 'CHANGED', currentVersion: current.version, changedBy: current.updatedBy },
      })
    : notFound('paper');
}

/** The first few: a file that was written by another rule has as many as claims. */
const MOST_NAMED = 5;

function issuesInWords(issues: readonly Issue[]): string {
  const errors = issues.filter(isError);
  const named = errors.slice(0, MOST_NAMED).map(({ field, expected }) => `${field} must be ${expected.en}`);
  const more = errors.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
