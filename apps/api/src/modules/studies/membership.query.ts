import { blindRights, roleMay } from '@haim/schema';
import { type DataSource } from 'typeorm';
import { type Asker, type StudyAccess } from '../../context/asker.ts';

export interface MembershipRow {
  study_id: number;
  study_code: string;
  role: StudyAccess['role'];
  centres: number[];
  is_closed: boolean;
}

export function toAccess({ study_id, study_code, role, centres, is_closed: isClosed }: MembershipRow): StudyAccess {
  return {
    studyId: study_id,
    studyCode: study_code,
    role,
    readCentres: roleMay(role, 'readRecords') ? centres : [],
    writeCentres: roleMay(role, 'enterRecords') && !isClosed ? centres : [],
    isClosed,
    blindCentres: blindRights.some((right) => roleMay(role, right)) ? centres : [],
  };
}

/** Reads which studies and centres are open to a user, afresh at each request: access that is removed is gone at once. */
export async function readAccess(dataSource: DataSource, userId: string): Promise<StudyAccess[]> {
  const rows: MembershipRow[] = await dataSource.query('select * from portal.access_of_member($1)', [userId]);
  return rows.map(toAccess);
}

/** Acts for the portal itself on one study: the command line, where the operator of the machine is already trusted. */
export async function operatorOf(dataSource: DataSource, studyCode: string, command: string): Promise<Asker | null> {
  const rows: { id: number; centres: number[]; isClosed: boolean }[] = await dataSource.query(
    `select s.id, s.closed_at is not null as "isClosed", array_agg(c.id) as centres from portal.study s join portal.centre c on c.study_id = s.id
     where s.code = $1 group by s.id`,
    [studyCode],
  );
  const study = rows[0];
  if (!study) return null;
  const access: StudyAccess = {
    studyId: study.id,
    studyCode,
    role: 'administrator',
    readCentres: study.centres,
    writeCentres: study.isClosed ? [] : study.centres,
    isClosed: study.isClosed,
  };
  return { userId: `cli:${command}`, name: `portal ${command}`, email: '', studies: [access] };
}

/** Acts for the portal itself on what people have started: cleaning up, and finishing what a restart interrupted. */
export async function portalItself(dataSource: DataSource, task: string): Promise<Asker> {
  const rows: { id: number }[] = await dataSource.query('select id from portal.centre');
  const centres = rows.map(({ id }) => id);
  const access: StudyAccess = {
    studyId: 0,
    studyCode: '',
    role: 'administrator',
    readCentres: centres,
    writeCentres: centres,
  };
  return { userId: `portal:${task}`, name: `portal ${task}`, email: '', studies: [access] };
}
