import { type FrozenState } from '../../columns/index.ts';
import { badInput } from '../../context/portal-error.ts';

/** What a snapshot keeps of a patient beside the analysis row and the adverse events, by the names of the database. */
type Part = 'scores' | 'images' | 'cycles';

/** What a snapshot keeps as a relation of SQL, in the centres of `$1`: `centre_id`, `patient_id`, `content`. */
export const keptParts = ({ id }: FrozenState, part: Part): string =>
  `(select m.centre_id, m.patient_id, f.content from portal.snapshot_part m
    join portal.frozen_part f on f.centre_id = m.centre_id and f.sha256 = m.sha256
    where m.snapshot_id = '${id}' and m.part = '${part}' and m.centre_id = any($1))`;

/** @throws BAD_USER_INPUT for a snapshot that keeps no images: an earlier version of the portal made it. */
export function needImages(frozen: FrozenState | null): void {
  if (frozen && frozen.settings.confirmationDays === undefined) throw notKept(imagesExpected);
}

/** @throws BAD_USER_INPUT for a snapshot that keeps no HAIC cycles: every one that does keeps images. */
export function needCycles(frozen: FrozenState | null): void {
  if (frozen && !frozen.settings.parts?.includes('cycles')) throw notKept(cyclesExpected);
}

function notKept(expected: typeof imagesExpected): Error {
  return badInput(`snapshot must be ${expected.en}`, [
    { field: 'snapshot', problem: 'rule', severity: 'error', expected },
  ]);
}

const imagesExpected = {
  en: 'a later one, or left out for the data of now: this snapshot was made before images were kept',
  zh: '较新的快照，或不指定快照以使用当前数据：该快照建立时尚不保存影像记录',
};
const cyclesExpected = {
  en: 'a later one, or left out for the data of now: this snapshot was made before HAIC cycles were kept',
  zh: '较新的快照，或不指定快照以使用当前数据：该快照建立时尚不保存 HAIC 周期',
};
