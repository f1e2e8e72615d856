import {
  checkOwnField,
  frozenIn,
  type FrozenPart,
  isError,
  type Issue,
  type OwnField,
  ownFieldLimits,
  ownVariables,
  type SubjectVariable,
} from '@haim/schema';
import { hasRight } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';
import {
  countValues,
  type FieldVersion,
  insertField,
  readFields,
  readVersions,
  type StudyField,
  takeFields,
  updateField,
} from './field.query.ts';
import { speaksAgainst, valuesLeft } from './values-in-use.ts';

/** A field as a page names it: which one, and the version of it that was read. */
export interface ReadField {
  readonly id: string;
  readonly version: number;
}

/** The fields that a study adds to forms: declared, published, retired. */
export class FieldService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** In the study's order; drafts only for those who may publish them. @throws NOT_FOUND for a study of others. */
  async list(ctx: PortalContext, study: string): Promise<StudyField[]> {
    const { studyId } = this.studies.scope(ctx, study);
    const fields = await this.db.read(ctx.asker, (tx) => readFields(tx, studyId));
    return hasRight(ctx.asker, 'manageStudy', study) ? fields : fields.filter(({ state }) => state !== 'draft');
  }

  /** What its published fields are in the analysis of the study. @throws as `list`. */
  async variables(ctx: PortalContext, study: string): Promise<SubjectVariable[]> {
    return ownVariables((await this.list(ctx, study)).filter(({ state }) => state === 'published'));
  }

  /** What records were entered under, for whoever reads them. @throws NOT_FOUND for a study of others. */
  versions(ctx: PortalContext, study: string, id: string): Promise<FieldVersion[]> {
    const { studyId } = this.studies.scope(ctx, study);
    return this.db.read(ctx.asker, (tx) => (isId(id) ? readVersions(tx, studyId, id) : Promise.resolve([])));
  }

  /**
   * Adds a draft (without `read`), or changes a field. A change of a published one is a new version of it at once.
   *
   * @throws BAD_USER_INPUT naming what is wrong and what is expected, also where records speak against the change;
   *   CONFLICT if the field was changed since it was read; NOT_FOUND for a study of others, FORBIDDEN without the right.
   */
  save(ctx: PortalContext, study: string, read: ReadField | null, field: OwnField): Promise<StudyField> {
    return this.change(ctx, study, async (tx, studyId, fields) => {
      const before = read && present(fields, read);
      const others = fields.filter(({ id }) => id !== before?.id);
      if (others.length >= ownFieldLimits.fields) {
        throw badInput(`a study has at most ${ownFieldLimits.fields} fields of its own`);
      }
      refuseFaulty(checkOwnField(field, others));
      if (!before) return insertField(tx, studyId, field, ctx.asker.name);
      refuseFaulty(await this.objections(tx, studyId, before, field));
      if (!(await updateField(tx, before, field, ctx.asker.name))) throw changedMeanwhile(before);
      return before.id;
    });
  }

  /** Makes a draft a field of its form, or a retired field one again. @throws as `save`. */
  publish(ctx: PortalContext, study: string, read: ReadField): Promise<StudyField> {
    return this.setState(ctx, study, read, 'published');
  }

  /** Nobody is asked for it any more; what was entered stays and is shown. @throws as `save`. */
  retire(ctx: PortalContext, study: string, read: ReadField): Promise<StudyField> {
    return this.setState(ctx, study, read, 'retired');
  }

  /** Removes a field that no record has a value of. @throws as `save`. @returns its id. */
  async remove(ctx: PortalContext, study: string, read: ReadField): Promise<string> {
    await this.locked(ctx, study, async (tx, studyId, fields) => {
      const field = present(fields, read);
      refuseFaulty(valuesLeft(await countValues(tx, studyId, field.name)));
      await tx.rows('delete from portal.study_field where id = $1', [field.id]);
    });
    return read.id;
  }

  /**
   * Sets the order in which a form shows the study's fields.
   *
   * @throws CONFLICT if `ids` are not all of the form's fields: somebody added or removed one; the rest as `save`.
   */
  async order(ctx: PortalContext, study: string, form: string, ids: readonly string[]): Promise<StudyField[]> {
    await this.locked(ctx, study, async (tx, studyId, fields) => {
      const own = new Set(fields.filter((field) => field.form === form).map(({ id }) => id));
      if (new Set(ids).size !== own.size || !ids.every((id) => own.has(id))) {
        throw new PortalError('CONFLICT', 'the fields of this form were changed meanwhile: look at them again', {
          fields: 'CHANGED',
        });
      }
      await tx.rows(
        `update portal.study_field f set position = o.position
         from unnest($2::uuid[]) with ordinality o(id, position) where f.study_id = $1 and f.id = o.id`,
        [studyId, ids],
      );
    });
    return this.list(ctx, study);
  }

  /** What speaks against storing a field in place of what is stored under its name. */
  async objections(
    tx: StudyTransaction,
    studyId: number,
    before: StudyField | null,
    after: OwnField,
  ): Promise<readonly Issue[]> {
    if (before === null || before.state === 'draft') return [];
    if (before.state === 'retired') return [retired];
    const fixed = frozenIn(before, after).map(frozen);
    return fixed.length > 0 ? fixed : speaksAgainst(before, after, await countValues(tx, studyId, before.name));
  }

  private setState(
    ctx: PortalContext,
    study: string,
    read: ReadField,
    state: 'published' | 'retired',
  ): Promise<StudyField> {
    return this.change(ctx, study, async (tx, _, fields) => {
      const field = present(fields, read);
      if (field.state === state) return field.id;
      if (state === 'retired' && field.state === 'draft') throw badInput('a draft is removed, not retired');
      await tx.rows(
        `update portal.study_field set state = $2, version = version + 1, updated_at = now(), updated_by = $3 where id = $1`,
        [field.id, state, ctx.asker.name],
      );
      return field.id;
    });
  }

  /** Changes one field. @returns it as stored. */
  private change(
    ctx: PortalContext,
    study: string,
    work: (tx: StudyTransaction, studyId: number, fields: readonly StudyField[]) => Promise<string>,
  ): Promise<StudyField> {
    return this.locked(ctx, study, async (tx, studyId, fields) => {
      const id = await work(tx, studyId, fields);
      const stored = (await readFields(tx, studyId)).find((field) => field.id === id);
      if (!stored) throw notFound('field');
      return stored;
    });
  }

  /** Alone among those who change the study's fields, and with nobody writing values of them meanwhile. */
  locked<T>(
    ctx: PortalContext,
    study: string,
    work: (tx: StudyTransaction, studyId: number, fields: readonly StudyField[]) => Promise<T>,
  ): Promise<T> {
    const { studyId } = this.managed(ctx, study);
    return this.db
      .write(ctx.asker, null, async (tx) => {
        await takeFields(tx, studyId);
        return work(tx, studyId, await readFields(tx, studyId));
      })
      .catch((cause: unknown) => {
        if ((cause as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw cause;
        throw new PortalError('CONFLICT', 'an import is writing records of this study: try again when it has ended');
      });
  }

  private managed(ctx: PortalContext, study: string): { studyId: number } {
    const scope = this.studies.scope(ctx, study);
    if (!hasRight(ctx.asker, 'manageStudy', study)) throw withoutRight('manageStudy');
    return scope;
  }
}

const LOCK_NOT_AVAILABLE = '55P03';

/** @throws NOT_FOUND; CONFLICT where another version of it is stored. */
function present(fields: readonly StudyField[], read: ReadField): StudyField {
  const field = fields.find(({ id }) => id === read.id);
  if (!field) throw notFound('field');
  if (field.version !== read.version) throw changedMeanwhile(field);
  return field;
}

function changedMeanwhile(field: StudyField): PortalError {
  const { updatedBy } = field;
  return new PortalError('CONFLICT', `${updatedBy} changed this field meanwhile: look at it again`, {
    fields: 'CHANGED',
    by: updatedBy,
    currentVersion: field.version,
  });
}

function refuseFaulty(issues: readonly Issue[]): void {
  if (!issues.some(isError)) return;
  throw badInput(issues.map(({ field, expected }) => `${field} must be ${expected.en}`).join('; '), issues);
}

const retired: Issue = {
  field: 'name',
  problem: 'frozen',
  severity: 'error',
  expected: {
    en: 'a field that is not retired: publish it again before changing it',
    zh: '未停用的字段：请先重新发布再更改',
  },
};

function frozen(part: FrozenPart): Issue {
  return {
    field: part,
    problem: 'frozen',
    severity: 'error',
    expected: {
      en: 'as it was published: retire this field and add another',
      zh: '与发布时相同：请停用此字段并另外新增字段',
    },
  };
}
