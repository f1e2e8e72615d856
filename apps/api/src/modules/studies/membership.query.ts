import { type DataSource } from 'typeorm';
import { type Asker, type StudyAccess } from '../../context/asker.ts';

interface MembershipRow {
  study_id: number;
  study_code: string;
  role: StudyAccess['role'];
  centres: number[];
}

/** Reads which studies and centres are open to a user, afresh at each request: access that is removed is gone at once. */
export async function readAccess(dataSource: DataSource, userId: string): Promise<StudyAccess[]> {
  const rows: MembershipRow[] = await dataSource.query(
    `select m.study_id, s.code as study_code, m.role, array_agg(distinct c.id) as centres
     from portal.membership m
     join portal.study s on s.id = m.study_id
     join portal.centre c on c.study_id = m.study_id and (m.centre_id is null or c.id = m.centre_id)
     where m.user_id = $1
     group by m.study_id, s.code, m.role
     order by s.code, m.role`,
    [userId],
  );
  return rows.map(({ study_id, study_code, role, centres }) => ({
    studyId: study_id,
    studyCode: study_code,
    role,
    readCentres: centres,
    // Investigators read; the centres' own staff, and the administrator on their behalf, write.
    writeCentres: role === 'investigator' ? [] : centres,
  }));
}

/** Acts for the portal itself on one study: the command line, where the operator of the machine is already trusted. */
export async function operatorOf(dataSource: DataSource, studyCode: string, command: string): Promise<Asker | null> {
  const rows: { id: number; centres: number[] }[] = await dataSource.query(
    `select s.id, array_agg(c.id) as centres from portal.study s join portal.centre c on c.study_id = s.id
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
    writeCentres: study.centres,
  };
  return { userId: `cli:${command}`, name: `portal ${command}`, email: '', studies: [access] };
}

/** Acts for the portal itself on what people have begun: sweeping, and ending what a restart interrupted. */
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
