import { type Asker } from '../../context/asker.ts';
import { inTurn, type ReadTransaction, type StudyDb } from '../../db/study-db.ts';
import { readChanged, readFacts, readVersion, type ScheduledPatient } from './visit-facts.query.ts';

/** The patients of a centre at a version of its study. It never changes: a change of a patient makes another. */
export interface CentreFacts {
  readonly centreId: number;
  readonly version: number;
  readonly patients: ReadonlyMap<string, ScheduledPatient>;
}

/** Patients that are held at most, of all centres together. */
const MOST_PATIENTS = 400_000;
/** A large centre may take longer to read than the time limit of a statement that a person waits for. */
const patience = `select set_config('statement_timeout', '120s', true)`;

/**
 * What schedules ask of patients, held by centre: read once, then brought up to date by the patients that have changed
 * since. Each centre is read in a transaction that may read only that centre, so that what is held depends on nobody's
 * rights; a service asks for the centres of its asker alone. The least recently used are left when there are too many.
 */
export class VisitFactsStore {
  /** Least recently used first. */
  private readonly held = new Map<number, CentreFacts>();
  private readonly turns = new Map<number, Promise<unknown>>();

  constructor(private readonly db: StudyDb) {}

  /** The centres, each at the newest version of the study or a newer one than when it was asked for. */
  async of(studyId: number, centreIds: readonly number[]): Promise<CentreFacts[]> {
    return inTurn(
      centreIds.toSorted((a, b) => a - b),
      (centreId) => this.inTurn(studyId, centreId),
    );
  }

  /** Requests for one centre catch up one after the other: the second finds what the first has read. */
  private inTurn(studyId: number, centreId: number): Promise<CentreFacts> {
    const before = this.turns.get(centreId) ?? Promise.resolve();
    const work = () => this.db.read(readerOf(studyId, centreId), (tx) => this.newest(tx, studyId, centreId));
    const turn = before.then(work, work);
    this.turns.set(
      centreId,
      turn.catch(() => undefined),
    );
    return turn;
  }

  private async newest(tx: ReadTransaction, studyId: number, centreId: number): Promise<CentreFacts> {
    const version = await readVersion(tx, studyId);
    const held = this.held.get(centreId);
    // A lower version: the database was restored to an earlier state.
    if (held && held.version === version) return this.hold(held);
    if (!held || held.version > version) {
      await tx.rows(patience);
      const patients = await readFacts(tx, centreId, null);
      return this.hold({ centreId, version, patients: new Map(patients.map((one) => [one.id, one])) });
    }
    const changed = (await readChanged(tx, centreId, held.version)).map(({ id }) => id);
    if (changed.length === 0) return this.hold({ ...held, version });
    const patients = new Map(held.patients);
    for (const id of changed) patients.delete(id);
    for (const one of await readFacts(tx, centreId, changed)) patients.set(one.id, one);
    return this.hold({ centreId, version, patients });
  }

  private hold(facts: CentreFacts): CentreFacts {
    this.held.delete(facts.centreId);
    this.held.set(facts.centreId, facts);
    let total = [...this.held.values()].reduce((sum, { patients }) => sum + patients.size, 0);
    for (const [centreId, { patients }] of this.held) {
      if (total <= MOST_PATIENTS || centreId === facts.centreId) break;
      this.held.delete(centreId);
      total -= patients.size;
    }
    return facts;
  }
}

/** The portal itself, restricted to this centre. */
function readerOf(studyId: number, centreId: number): Asker {
  const access = { studyId, studyCode: '', role: 'investigator', readCentres: [centreId], writeCentres: [] } as const;
  return { userId: 'portal:schedule', name: 'portal schedule', email: '', studies: [access] };
}
