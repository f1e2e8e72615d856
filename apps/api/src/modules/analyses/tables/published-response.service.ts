import { checkPublishedResponse, publishedField, type PublishedResponse } from '@haim/schema';
import { type SubjectStore } from '../../../columns/index.ts';
import { hasRight } from '../../../context/asker.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput, PortalError, studyClosed, withoutRight } from '../../../context/portal-error.ts';
import { type StudyDb, type StudyTransaction } from '../../../db/study-db.ts';
import { readArms, readStudy, type StudyService } from '../../studies/index.ts';
import { type ClaimedRate, isSameRate } from './claimed-rates.ts';
import {
  readClaimed,
  readPublished,
  type StoredPublishedResponse,
  storePublished,
} from './published-response.query.ts';
import { comparePublished, type PublishedComparison } from './published-response.ts';
import { responseTable } from './response-table.ts';

export interface ComparedPublished {
  readonly source: string;
  readonly recipe: string;
  readonly dataVersion: number;
  readonly rows: readonly PublishedComparison[];
}

/** Every rate once: as a paper claims it, otherwise as the settings state it. */
export interface StatedResponse extends StoredPublishedResponse {
  /** Of `rates`, those that papers claim. */
  readonly claimed: readonly ClaimedRate[];
}

async function readStated(tx: StudyTransaction, studyId: number): Promise<StatedResponse> {
  const [stored, claimed] = [await readPublished(tx, studyId), await readClaimed(tx, studyId)];
  const own = stored.rates.filter((one) => !claimed.some((claim) => isSameRate(claim, one)));
  const plain = claimed.map(({ rate, arm, patients, of }) => ({ rate, arm, patients, of }));
  return { ...stored, rates: [...plain, ...own], claimed };
}

/** A number is corrected where it is stated. @throws BAD_USER_INPUT naming each rate that a paper claims otherwise. */
function refuseOtherThan(claimed: readonly ClaimedRate[], rates: PublishedResponse['rates']): void {
  const issues = rates.flatMap((one) => {
    const claim = claimed.find((of) => isSameRate(of, one));
    if (!claim || (claim.patients === one.patients && claim.of === one.of)) return [];
    return [
      {
        field: publishedField(one),
        problem: 'rule' as const,
        severity: 'error' as const,
        expected: {
          en: `${claim.patients} of ${claim.of}, as the claims of ${claim.paper} state it, or those claims corrected`,
          zh: `与 ${claim.paper} 的论断一致（${claim.patients}/${claim.of}），或更正该论断`,
        },
      },
    ];
  });
  const [first] = issues;
  if (first) throw badInput(`${first.field} must be ${first.expected.en}`, issues);
}

/** What a publication printed of a study's responses: read by whoever reads records, set by whoever manages the study. */
export class PublishedResponseService {
  constructor(
    private readonly db: StudyDb,
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
  ) {}

  /** @throws NOT_FOUND for a study that is not the asker's; FORBIDDEN for who neither reads records nor manages it. */
  async read(ctx: PortalContext, study: string): Promise<StatedResponse> {
    const { studyId, readCentres } = this.studies.scope(ctx, study);
    if (readCentres.length === 0 && !hasRight(ctx.asker, 'manageStudy', study)) throw withoutRight('readRecords');
    return this.db.read(ctx.asker, (tx) => readStated(tx, studyId));
  }

  /**
   * The published counts beside those of everybody whom the study counts.
   *
   * @returns null where the study states none, or a centre of it is closed to the asker: the counts would be of others.
   */
  async compared(ctx: PortalContext, study: string): Promise<ComparedPublished | null> {
    const scope = this.studies.scope(ctx, study);
    if (scope.readCentres.length === 0 || !(await this.studies.coversStudy(ctx, scope))) return null;
    return this.columns.answer(ctx.asker, scope.studyId, async (columns, tx) => {
      const [published, about, arms] = await Promise.all([
        readStated(tx, scope.studyId),
        readStudy(tx, scope.studyId),
        readArms(tx, scope.studyId),
      ]);
      if (published.rates.length === 0) return null;
      const question = {
        filter: null,
        groupBy: 'arm',
        within: null,
        interval: 'wilson',
        arms,
        own: columns.own,
      } as const;
      const rows = comparePublished(published.rates, responseTable(columns, question));
      const isOwnUsed = published.rates.length > published.claimed.length;
      const sources = [...published.claimed.map(({ citation }) => citation), ...(isOwnUsed ? [published.source] : [])];
      return {
        ...{ source: [...new Set(sources)].join('; '), recipe: about.recipe, dataVersion: columns.version, rows },
      };
    });
  }

  /**
   * @param version - the one that was read; 0 where the study states none yet.
   * @throws NOT_FOUND, FORBIDDEN, STUDY_CLOSED; BAD_USER_INPUT with the faulty counts; CONFLICT if it was changed meanwhile.
   */
  async set(ctx: PortalContext, study: string, version: number, published: PublishedResponse): Promise<StatedResponse> {
    const { studyId, isClosed } = this.studies.scope(ctx, study);
    if (!hasRight(ctx.asker, 'manageStudy', study)) throw withoutRight('manageStudy');
    if (isClosed) throw studyClosed(study);
    return this.db.write(ctx.asker, null, async (tx) => {
      const issues = checkPublishedResponse(published, await readArms(tx, studyId));
      const [first] = issues;
      if (first) throw badInput(`${first.field} must be ${first.expected.en}`, issues);
      const claimed = await readClaimed(tx, studyId);
      refuseOtherThan(claimed, published.rates);
      const own = published.rates.filter((one) => !claimed.some((claim) => isSameRate(claim, one)));
      if (!(await storePublished(tx, { studyId, version, by: ctx.asker.name }, { ...published, rates: own }))) {
        const current = await readPublished(tx, studyId);
        throw new PortalError(
          'CONFLICT',
          `${current.updatedBy ?? 'somebody'} changed the published counts meanwhile: look at them again`,
          { published: 'CHANGED', currentVersion: current.version, changedBy: current.updatedBy },
        );
      }
      return readStated(tx, studyId);
    });
  }
}
