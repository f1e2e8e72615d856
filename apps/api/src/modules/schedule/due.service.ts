import {
  checkVisitStop,
  completenessOfFollowUp,
  dateOfDay,
  dayNumber,
  type DueState,
  dueStates,
  type FollowUpCompleteness,
  scheduledForms,
  statement,
  type Statement,
  type VisitStop,
} from '@haim/schema';
import { needRightAt } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { type StudyScope, type StudyService } from '../studies/index.ts';
import { decodeDue, encodeDue } from './due-cursor.ts';
import { compareDue, dueAt, type DueItem, type DueQuestion, type PatientPlan, planOf } from './due-list.ts';
import {
  type PatientPlace,
  placeOf,
  readScheduleInStudy,
  readStops,
  removeStop,
  type StoredStop,
  writeStop,
} from './schedule.query.ts';
import { type VisitFactsStore } from './visit-facts.store.ts';

export interface DueFilter {
  /** Codes of centres; empty for all that the asker reads. */
  readonly centres: readonly string[];
  /** Empty for all. */
  readonly forms: readonly string[];
  /** Empty for what is due and overdue. */
  readonly states: readonly string[];
  /** Only what has been overdue for so many days or longer; 0 for all. */
  readonly overdueBy: number;
  /** A part of a code. */
  readonly code: string;
}

export interface ListedItem extends DueItem {
  readonly centre: string;
  readonly cursor: string;
}

export interface DuePage {
  readonly rows: readonly ListedItem[];
  readonly total: number;
  /** Of the filter without its states. */
  readonly counts: Readonly<Record<DueState, number>>;
  readonly nextCursor: string | null;
}

/** A patient who was alive when last seen, before the cut-off. */
export interface ShortFollowUp {
  readonly patientId: string;
  readonly code: string;
  readonly centre: string;
  /** null without any contact on record. */
  readonly lastContactOn: string | null;
  /** Between the last contact, or time zero, and the end. */
  readonly lacksDays: number;
  readonly isStopped: boolean;
}

export interface FollowUp extends FollowUpCompleteness {
  /** The cut-off of the study; today while there is none. */
  readonly until: string;
  readonly said: Statement | null;
  /** The longest gap first. */
  readonly rows: readonly ShortFollowUp[];
}

export interface PatientVisits extends PatientPlan {
  readonly stop: StoredStop | null;
  readonly hasTimeZero: boolean;
}

export const LARGEST_DUE_PAGE = 1000;
const usualStates: readonly DueState[] = ['overdue', 'due'];

/** Which visits are due, by the schedule of the study: `dueVisits` decides it, here are the rights and the lists. */
export class DueService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly facts: VisitFactsStore,
    private readonly today: () => string = localToday,
  ) {}

  /** @throws NOT_FOUND for the study, FORBIDDEN, BAD_USER_INPUT for a page or a filter that cannot be. */
  async page(
    ctx: PortalContext,
    study: string,
    { filter, first, after }: { filter: DueFilter; first: number; after: string | null },
  ): Promise<DuePage> {
    if (first < 1 || first > LARGEST_DUE_PAGE) throw badInput(`first must be 1 to ${LARGEST_DUE_PAGE}`);
    const states = wordsAmong('states', filter.states, dueStates);
    const forms = wordsAmong('forms', filter.forms, scheduledForms);
    const place = after === null ? null : decodeDue(after);
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    const { items, centreOf } = await this.items(ctx, scope, filter.centres);
    const part = filter.code.trim().toLowerCase();
    const among = items.filter(
      ({ form, code, overdueBy }) =>
        (forms.length === 0 || forms.includes(form)) &&
        overdueBy >= filter.overdueBy &&
        code.toLowerCase().includes(part),
    );
    const count = (state: DueState) => among.filter((one) => one.state === state).length;
    const counts = { overdue: count('overdue'), due: count('due'), coming: count('coming') };
    const wanted = states.length > 0 ? states : usualStates;
    const listed = among.filter(({ state }) => wanted.includes(state));
    const from = place === null ? 0 : listed.findIndex((item) => compareDue(item, place) > 0);
    const page = from < 0 ? [] : listed.slice(from, from + first);
    const last = page.at(-1);
    return {
      rows: page.map((item) => ({ ...item, centre: centreOf(item.centreId), cursor: encodeDue(item) })),
      total: listed.length,
      counts,
      nextCursor: last && from + first < listed.length ? encodeDue(last) : null,
    };
  }

  /** The patients of a scope of whom something is in one of the states. */
  async patientsWith(ctx: PortalContext, scope: StudyScope, states: readonly string[]): Promise<ReadonlySet<string>> {
    const wanted = wordsAmong('due', states, dueStates);
    const { items } = await this.items(ctx, scope, []);
    return new Set(items.filter(({ state }) => wanted.includes(state)).map(({ patientId }) => patientId));
  }

  /** The first items that are due or overdue at these centres, and how many there are. */
  async waiting(ctx: PortalContext, scope: StudyScope, most: number): Promise<Pick<DuePage, 'rows' | 'counts'>> {
    const { items, centreOf } = await this.items(ctx, scope, []);
    const count = (state: DueState) => items.filter((one) => one.state === state).length;
    const rows = items.filter(({ state }) => usualStates.includes(state)).slice(0, most);
    return {
      rows: rows.map((item) => ({ ...item, centre: centreOf(item.centreId), cursor: encodeDue(item) })),
      counts: { overdue: count('overdue'), due: count('due'), coming: count('coming') },
    };
  }

  /** How many visits are overdue at each centre of a scope that has any, by the centre's id. */
  async overdueByCentre(ctx: PortalContext, scope: StudyScope): Promise<ReadonlyMap<number, number>> {
    const { items } = await this.items(ctx, scope, []);
    const counts = new Map<number, number>();
    for (const { centreId, state } of items) {
      if (state === 'overdue') counts.set(centreId, (counts.get(centreId) ?? 0) + 1);
    }
    return counts;
  }

  /** @throws NOT_FOUND for a patient whom the asker may not read. */
  async ofPatient(ctx: PortalContext, patientId: string): Promise<PatientVisits> {
    const place = await this.db.read(ctx.asker, (tx) => readablePlace(tx, patientId));
    const [facts] = await this.facts.of(place.studyId, [place.centreId]);
    return this.db.read(ctx.asker, async (tx) => {
      const asked = await this.question(tx, place.studyId, [place.centreId]);
      const [stop = null] = await readStops(tx, [place.centreId], place.id);
      const patient = facts?.patients.get(place.id);
      const plan = patient ? planOf(place.centreId, patient, asked) : { due: [], missed: [] };
      return { ...plan, stop, hasTimeZero: patient !== undefined && patient.timeZero !== null };
    });
  }

  /**
   * From a day on nothing is due of a patient.
   *
   * @param version - of the stop that was read; 0 where there is none.
   * @throws NOT_FOUND, FORBIDDEN, STUDY_CLOSED; BAD_USER_INPUT naming what is wrong; CONFLICT if it was changed meanwhile.
   */
  async stop(ctx: PortalContext, patientId: string, version: number, given: VisitStop): Promise<PatientVisits> {
    const note = given.note?.trim();
    const stop = { ...given, note: note === undefined || note === '' ? null : note };
    const issues = checkVisitStop(stop, this.today());
    const [first] = issues;
    if (first) throw badInput(`${first.field} must be ${first.expected.en}`, issues);
    await this.db.write(ctx.asker, null, async (tx) => {
      const { id, centreId } = await readablePlace(tx, patientId);
      needRightAt(ctx.asker, 'enterRecords', [centreId]);
      if (!(await writeStop(tx, { patientId: id, centreId, version, by: ctx.asker.name }, stop)))
        throw stoppedMeanwhile();
    });
    return this.ofPatient(ctx, patientId);
  }

  /** Visits are due again. @param reason - for the trail. @throws as `stop`. */
  async resume(ctx: PortalContext, patientId: string, version: number, reason: string): Promise<PatientVisits> {
    const why = reason.trim();
    if (why === '' || why.length > 500) throw badInput('reason must have 1 to 500 characters');
    await this.db.write(ctx.asker, why, async (tx) => {
      const { id, centreId } = await readablePlace(tx, patientId);
      needRightAt(ctx.asker, 'enterRecords', [centreId]);
      if (!(await removeStop(tx, { patientId: id, centreId, version }))) throw stoppedMeanwhile();
    });
    return this.ofPatient(ctx, patientId);
  }

  /** How far patients were followed to the cut-off. @throws as `page`. */
  async followUp(ctx: PortalContext, study: string, centres: readonly string[]): Promise<FollowUp> {
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    const { chosen, codes } = await this.chosen(ctx, scope, centres);
    const facts = await this.facts.of(scope.studyId, chosen);
    const asked = await this.db.read(ctx.asker, (tx) => this.question(tx, scope.studyId, chosen));
    const until = asked.cutoffOn !== null && asked.cutoffOn < asked.today ? asked.cutoffOn : asked.today;
    const patients = facts.flatMap(({ centreId, patients: all }) =>
      [...all.values()].flatMap(({ id, code, timeZero, facts: { lastContact, died } }) =>
        timeZero === null ? [] : [{ id, code, centreId, zero: dayNumber(timeZero), lastContact, died }],
      ),
    );
    const endOf = ({ zero }: { zero: number }) => dayNumber(until) - zero;
    const counted = completenessOfFollowUp(patients, endOf);
    const rows = patients
      .filter((one) => endOf(one) >= 0 && one.died === null && Math.max(one.lastContact ?? 0, 0) < endOf(one))
      .map((one) => ({
        ...{ patientId: one.id, code: one.code, centre: codes.get(one.centreId) ?? '' },
        lastContactOn: one.lastContact === null ? null : dateOfDay(one.zero + one.lastContact),
        lacksDays: endOf(one) - Math.max(one.lastContact ?? 0, 0),
        isStopped: asked.stops.has(one.id),
      }))
      .sort((a, b) => b.lacksDays - a.lacksDays || (a.code < b.code ? -1 : 1));
    const { c, observedDays, potentialDays, n } = counted;
    const said =
      c === null
        ? null
        : statement('followUpComplete', {
            ...{ percent: Math.round(c * 1000) / 10, observedDays, potentialDays, n, until },
          });
    return { ...counted, until, said, rows };
  }

  private async items(ctx: PortalContext, scope: StudyScope, centres: readonly string[]) {
    const { chosen, codes } = await this.chosen(ctx, scope, centres);
    const facts = await this.facts.of(scope.studyId, chosen);
    const asked = await this.db.read(ctx.asker, (tx) => this.question(tx, scope.studyId, chosen));
    const items = facts.flatMap((one) => dueAt(one, asked));
    return {
      items: facts.length > 1 ? items.sort(compareDue) : items,
      centreOf: (id: number) => codes.get(id) ?? '',
    };
  }

  /** A centre that does not exist and one that is not open to the asker have the same visits: none. */
  private async chosen(ctx: PortalContext, { studyId, readCentres }: StudyScope, wanted: readonly string[]) {
    const codes = new Map((await this.studies.centres(ctx, studyId)).map(({ id, code }) => [id, code]));
    const chosen = readCentres.filter((id) => wanted.length === 0 || wanted.includes(codes.get(id) ?? ''));
    return { chosen, codes };
  }

  private async question(tx: StudyTransaction, studyId: number, centreIds: readonly number[]): Promise<DueQuestion> {
    const [{ schedule, cutoffOn }, stops] = await Promise.all([
      readScheduleInStudy(tx, studyId),
      readStops(tx, centreIds),
    ]);
    return {
      ...{ schedule, cutoffOn, today: this.today() },
      stops: new Map(stops.map(({ patientId, stoppedOn }) => [patientId, stoppedOn])),
    };
  }
}

async function readablePlace(tx: StudyTransaction, patientId: string): Promise<PatientPlace> {
  const place = isId(patientId) ? await placeOf(tx, patientId) : undefined;
  if (!place) throw notFound('patient');
  return place;
}

function stoppedMeanwhile(): PortalError {
  return new PortalError('CONFLICT', 'the visits of this patient were changed meanwhile: look at them again', {
    visits: 'CHANGED',
  });
}

function wordsAmong<W extends string>(name: string, given: readonly string[], words: readonly W[]): W[] {
  const known = given.map((one) => words.find((word) => word === one));
  if (known.every((word) => word !== undefined)) return known;
  throw badInput(`${name} must be among ${words.join(', ')}`);
}

/** The day where the portal runs: its centres are near, and a day is no finer than that. */
function localToday(): string {
  const now = new Date();
  return dateOfDay(Math.floor((now.getTime() - now.getTimezoneOffset() * 60_000) / 86_400_000));
}
