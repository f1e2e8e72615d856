import { createHash, randomUUID } from 'node:crypto';
import {
  type Form,
  formOfStudy,
  forms,
  type Issue,
  type Row,
  spreadOwn,
  treatmentForm,
  withReasons,
} from '@haim/schema';
import { centresWith } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { inTurn, type StudyDb, type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { readOwnFieldsOf } from '../fields/index.ts';
import { type IdentityChoice, mergeIdentities } from '../identities/index.ts';
import {
  approach,
  contradictionsOfPatient,
  deriveResponses,
  describePair,
  fault,
  leadCodesTo,
  moveRecords,
  newPairs,
  type PatientInStudy,
  type RecordService,
  recordsOf,
  refuseAttached,
  refuseHeldUp,
  removePatient,
  removeRecord,
} from '../patients/index.ts';
import { type FormPlan, type Pair, planForm, takenFrom } from './merge-plan.ts';
import {
  centresOf,
  decidedOf,
  holdsOn,
  identifiedAmong,
  isReadBlind,
  openQueries,
  slidesInUse,
  type StoredRecord,
} from './merge.query.ts';
import {
  armsObstacle,
  blindReadingObstacle,
  decisionObstacles,
  heldObstacles,
  identityObstacle,
  type Obstacle,
  slideObstacles,
  unclearObstacles,
} from './obstacles.ts';

export interface TwoPatients {
  /** Who stays, and gets the records. */
  readonly keptId: string;
  /** Who was entered as well, and goes. */
  readonly otherId: string;
}

/** What two patients have, and what a merge would do with it. */
export interface MergePreview {
  readonly kept: PatientInStudy & { readonly isIdentified: boolean };
  readonly other: PatientInStudy & { readonly isIdentified: boolean };
  readonly plans: readonly (FormPlan & {
    /** The form without what the study adds to it. */
    readonly base: Form;
  })[];
  readonly obstacles: readonly Obstacle[];
  /** Queries on the other patient that are not closed: they come along. */
  readonly queries: number;
  /** Names all of this: a merge states what it was decided on. */
  readonly state: string;
}

export interface MergeChoice {
  /** The record of the patient who stays. */
  readonly recordId: string;
  readonly field: string;
  readonly takesOther: boolean;
}

export interface Merge extends TwoPatients {
  readonly state: string;
  readonly choices: readonly MergeChoice[];
  readonly identity: readonly IdentityChoice[];
  readonly reason: string;
}

/** Makes one patient of two who are the same person, at one centre. */
export class MergeService {
  constructor(
    private readonly db: StudyDb,
    private readonly records: RecordService,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, STUDY_CLOSED; BAD_USER_INPUT for one patient twice or patients of two centres. */
  preview(ctx: PortalContext, two: TwoPatients): Promise<MergePreview> {
    return this.db.write(ctx.asker, null, (tx) => look(tx, ctx, two));
  }

  /**
   * @throws as `preview`; BAD_USER_INPUT without a reason or a choice for each field that differs, for two arms, and for
   *   records that together contradict each other; CONFLICT where something changed since the preview or is in the way.
   */
  async merge(ctx: PortalContext, given: Merge): Promise<void> {
    const reason = given.reason.trim();
    if (reason === '' || reason.length > 500) throw badInput('a reason is needed, of at most 500 characters');
    await this.db
      .write(ctx.asker, reason, async (tx) => {
        const found = await look(tx, ctx, given);
        if (found.state !== given.state) throw changedSince();
        refuseObstacles(found.obstacles);
        await this.mergeIn(tx, ctx, found, { ...given, reason });
      })
      .catch(refuseHeldUp);
  }

  private async mergeIn(tx: WriteTransaction, ctx: PortalContext, found: MergePreview, given: Merge): Promise<void> {
    const { kept, other, plans } = found;
    const { centreId } = kept;
    const removal = { id: randomUUID(), by: ctx.asker.name, reason: given.reason };
    const pairs = plans.flatMap((plan) => plan.pairs);
    const taken = takenFields(pairs, given.choices);
    const both = async () => [
      ...(await contradictionsOfPatient(tx, kept.id)),
      ...(await contradictionsOfPatient(tx, other.id)),
    ];
    const before = await both();
    await inTurn(pairs, ({ form, kept: stays, other: goes }) =>
      removeRecord(tx, removal, form, { ...goes, patientId: other.id }, stays.id),
    );
    await inTurn(plans, ({ form, moves }) =>
      moveRecords(tx, form, { ids: moves.map(({ id }) => id), from: other.id, to: kept.id, centreId }),
    );
    await inTurn(plans, ({ base, pairs: ofForm }) =>
      inTurn(ofForm, (pair) => {
        const fields = takenFrom(pair, taken.get(pair.kept.id) ?? []);
        return this.records.correctWithin(tx, ctx, base, { id: pair.kept.id, fields, reason: given.reason });
      }),
    );
    if (other.isIdentified) {
      await mergeIdentities(tx, ctx, { keptId: kept.id, otherId: other.id, centreId }, given.identity);
    }
    await deriveResponses(tx, [kept.id]);
    refuseContradictions(newPairs(before, await both()).map(describePair));
    await leadCodesTo(tx, { from: other, to: kept });
    if (!(await removePatient(tx, removal, other, kept.id).catch(refuseAttached))) throw changedSince();
  }
}

async function look(tx: WriteTransaction, ctx: PortalContext, { keptId, otherId }: TwoPatients): Promise<MergePreview> {
  if (!isId(keptId) || !isId(otherId)) throw notFound('patient');
  if (keptId.toLowerCase() === otherId.toLowerCase()) throw ofTwo();
  // Before either is approached: the answer to what is closed to the asker takes the same way as to what is absent.
  if ((await centresOf(tx, [keptId, otherId])).length < 2) throw notFound('patient');
  // In one order, so that two who merge the same patients the other way round do not wait for each other.
  const found = await inTurn([keptId, otherId].toSorted(), (id) => approach(tx, ctx, forms[0], id));
  const patients = found.map(({ patient }) => patient);
  const kept = patientOf(patients, keptId);
  const other = patientOf(patients, otherId);
  if (kept.centreId !== other.centreId) throw ofOneCentre();
  const plans = await inTurn(forms, async (base: Form) => {
    const form = withReasons(formOfStudy(base, await readOwnFieldsOf(tx, base.name, kept.id)));
    const [ofKept, ofOther] = [await recordsIn(tx, form, kept.id), await recordsIn(tx, form, other.id)];
    return { ...planForm(form, ofKept, ofOther), base, records: [...ofKept, ...ofOther] };
  });
  const identified = await identifiedAmong(tx, [kept.id, other.id]);
  const holds = await holdsOn(tx, kept.centreId, [kept.id, other.id]);
  const slides = await slidesInUse(tx, other.id);
  const changed = plans.flatMap(({ pairs }) => pairs.flatMap((pair) => (pair.differing.length ? [pair.kept.id] : [])));
  const named = { kept: { ...kept, arm: armOf(plans, 'kept') }, other: { ...other, arm: armOf(plans, 'other') } };
  const mayIdentify = (['readIdentities', 'enterIdentities'] as const).every((right) =>
    centresWith(ctx.asker, right).includes(kept.centreId),
  );
  const obstacles = [
    ...armsObstacle(named.kept, named.other),
    ...heldObstacles(holds, { kept, other, changed: new Set(changed) }, forms),
    ...slideObstacles(other, slides),
    ...((await isReadBlind(tx, other.id)) ? [blindReadingObstacle(other)] : []),
    ...unclearObstacles(plans),
    ...(identified.has(other.id) && !mayIdentify ? [identityObstacle(other)] : []),
    ...decisionObstacles(kept, other, await decidedOf(tx, [kept.id, other.id])),
  ];
  return {
    kept: { ...kept, isIdentified: identified.has(kept.id) },
    other: { ...other, isIdentified: identified.has(other.id) },
    plans,
    obstacles,
    queries: await openQueries(tx, other.id),
    state: stateOf([kept, other], plans),
  };
}

function patientOf(patients: readonly PatientInStudy[], id: string): PatientInStudy {
  const patient = patients.find((one) => one.id === id.toLowerCase());
  if (!patient) throw notFound('patient');
  return patient;
}

async function recordsIn(tx: StudyTransaction, form: Form, patientId: string): Promise<StoredRecord[]> {
  const stored = await recordsOf(tx, form, patientId);
  return stored.map((record) => spreadOwn(record as unknown as Row) as StoredRecord);
}

/** Null where none is entered; a pair has both records. */
function armOf(plans: readonly FormPlan[], side: 'kept' | 'other'): string | null {
  const plan = plans.find(({ form }) => form.name === treatmentForm.name);
  const arm = plan?.pairs[0]?.[side]['arm'];
  return typeof arm === 'string' ? arm : null;
}

/** What was looked at, down to the version of each record. */
function stateOf(
  patients: readonly PatientInStudy[],
  plans: readonly { readonly form: Form; readonly records: readonly StoredRecord[] }[],
): string {
  const seen = [
    ...patients.map(({ id, version }) => `patient ${id} ${version}`),
    ...plans.flatMap(({ form, records }) => records.map(({ id, version }) => `${form.name} ${id} ${version}`)),
  ];
  return createHash('sha256').update(seen.toSorted().join('\n')).digest('hex');
}

/**
 * By record of the patient who stays, the fields that the other's record decides.
 *
 * @throws BAD_USER_INPUT for a field that differs and is not chosen.
 */
function takenFields(pairs: readonly Pair[], choices: readonly MergeChoice[]): ReadonlyMap<string, string[]> {
  const chosen = new Map(choices.map(({ recordId, field, takesOther }) => [`${recordId} ${field}`, takesOther]));
  const undecided = pairs.flatMap(({ form, kept, differing }) =>
    differing.flatMap((field): Issue[] => {
      const spec = form.fields[field];
      if (!spec || chosen.has(`${kept.id} ${field}`)) return [];
      const expected = {
        en: `a choice for ${spec.label.en} (${form.label.en}), which differs: the value of one of the two patients`,
        zh: `${form.label.zh}的${spec.label.zh}不一致，须选择两名患者之一的值`,
      };
      return [fault(field, 'required', expected)];
    }),
  );
  if (undecided.length > 0) throw badInput(undecided.map(({ expected }) => expected.en).join('; '), undecided);
  return new Map(
    pairs.map(({ kept, differing }) => [kept.id, differing.filter((field) => chosen.get(`${kept.id} ${field}`))]),
  );
}

function refuseObstacles(obstacles: readonly Obstacle[]): void {
  const [first] = obstacles;
  if (!first) return;
  const issues = obstacles.map(({ code, en, zh }) => fault(code === 'arms' ? 'arm' : code, 'rule', { en, zh }));
  const message = `a merge needs ${obstacles.map(({ en }) => en).join('; ')}`;
  if (obstacles.some(({ code }) => code === 'arms')) throw badInput(message, issues);
  throw new PortalError('CONFLICT', message, { issues });
}

function refuseContradictions(pairs: readonly { en: string; zh: string }[]): void {
  if (pairs.length === 0) return;
  const issues = pairs.map(({ en, zh }) =>
    fault('records', 'rule', {
      en: `records that do not contradict each other once they are of one patient: ${en}; correct one first`,
      zh: `合并后互不矛盾的记录：${zh}；请先更正其中一条`,
    }),
  );
  throw badInput(issues.map(({ expected }) => `a merge needs ${expected.en}`).join('; '), issues);
}

function ofTwo(): PortalError {
  const expected = { en: 'another patient than the one who stays', zh: '与保留患者不同的另一名患者' };
  return badInput(`other must be ${expected.en}`, [fault('other', 'rule', expected)]);
}

function ofOneCentre(): PortalError {
  const expected = { en: 'a patient of the same centre', zh: '同一中心的患者' };
  return badInput(`other must be ${expected.en}`, [fault('other', 'rule', expected)]);
}

function changedSince(): PortalError {
  return new PortalError(
    'CONFLICT',
    'one of the two patients was changed since they were compared: compare them again',
  );
}
