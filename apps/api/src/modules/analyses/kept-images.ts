import { type FrozenState } from '../../columns/index.ts';
import { badInput } from '../../context/portal-error.ts';

/** Whether there are any: a snapshot of an earlier version of the portal keeps no images. */
export function keepsImages(frozen: FrozenState | null): boolean {
  return frozen === null || frozen.settings.confirmationDays !== undefined;
}

/** @throws BAD_USER_INPUT for a snapshot that keeps no images. */
export function needImages(frozen: FrozenState | null): void {
  if (keepsImages(frozen)) return;
  throw badInput(`snapshot must be ${imagesExpected.en}`, [
    { field: 'snapshot', problem: 'rule', severity: 'error', expected: imagesExpected },
  ]);
}

const imagesExpected = {
  en: 'a later one, or left out for the data of now: this snapshot was made before images were kept',
  zh: '较新的快照，或不指定快照以使用当前数据：该快照建立时尚不保存影像记录',
};
