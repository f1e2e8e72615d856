import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { type FieldSource } from '../../apps/api/src/modules/imports/import-map.ts';

export const CENTRES = 20;
export const centreCode = (i: number): string => `C${String(i + 1).padStart(2, '0')}`;
export const ARMS = ['HAIC', 'HTI'] as const;

/** The columns of the file by the form that they go into: four records of each patient. */
const forms = {
  demographics: { enrolledOn: 'enrolled_on', ageYears: 'age_years', sex: 'sex' },
  baseline: {
    ecogPs: 'ecog_ps',
    childPughClass: 'child_pugh',
    hepatitisB: 'hepatitis_b',
    cirrhosis: 'cirrhosis',
    afpNgMl: 'afp_ng_ml',
    tumourSizeMm: 'tumour_size_mm',
    lesionCount: 'lesion_count',
    lesionNumber: 'lesion_number',
    portalVeinThrombus: 'thrombus',
    extrahepaticMetastasis: 'metastasis',
    bclcStage: 'bclc',
  },
  treatment: { arm: 'arm', startedOn: 'started_on', endedOn: 'ended_on', haicCycles: 'cycles' },
  followUp: { contactOn: 'last_contact_on', vitalStatus: 'vital_status' },
} as const;

const headings = ['patient', 'centre', ...Object.values(forms).flatMap((fields) => Object.values(fields))];

/** How an import reads the file. */
export const drawnMap = {
  patient: { code: { column: 'patient' }, centre: { column: 'centre' } },
  records: Object.entries(forms).map(([form, fields]) => ({
    form,
    fields: Object.fromEntries(
      Object.entries(fields).map(([field, column]): [string, FieldSource] => [field, { column }]),
    ),
  })),
};

const LINES_AT_ONCE = 2_000;

/**
 * Writes a table of drawn patients, one line each, in no order of centres. The same patients at every run.
 *
 * @param edition - 0, or another number for the same patients with another AFP and lesion size: a file of corrections.
 */
export async function writeDrawnFile(path: string, patients: number, edition = 0): Promise<void> {
  const file = createWriteStream(path);
  file.write(`${headings.join(',')}\n`);
  for (let first = 0; first < patients; first += LINES_AT_ONCE) {
    const count = Math.min(LINES_AT_ONCE, patients - first);
    const lines = Array.from({ length: count }, (_, i) => `${lineOf(first + i, edition)}\n`);
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

function lineOf(i: number, edition: number): string {
  const draw = (purpose: number) => drawn(i, purpose);
  const whole = (purpose: number, least: number, most: number) =>
    least + Math.floor((most - least + 1) * draw(purpose));
  const oneOf = (purpose: number, values: readonly string[]) => values[whole(purpose, 0, values.length - 1)] ?? '';
  const started = whole(1, 0, 1_000);
  const lesions = whole(2, 1, 6);
  const isAdvanced = draw(3) < 0.45;
  const values: Record<string, string | number> = {
    patient: `P${String(i + 1).padStart(7, '0')}`,
    centre: centreCode(whole(4, 0, CENTRES - 1)),
    enrolled_on: day(started - whole(5, 0, 20)),
    age_years: whole(6, 25, 85),
    sex: draw(7) < 0.84 ? 'male' : 'female',
    ecog_ps: oneOf(8, ['0', '1', '2']),
    child_pugh: draw(9) < 0.9 ? 'A' : 'B',
    hepatitis_b: oneOf(10, ['0', '1']),
    cirrhosis: oneOf(11, ['0', '1']),
    afp_ng_ml: whole(12, 1, 400_000) / 10 + edition,
    tumour_size_mm: whole(13, 50, 200) + edition,
    lesion_count: lesions,
    lesion_number: lesions === 1 ? 'single' : 'multiple',
    thrombus: isAdvanced ? '1' : '0',
    metastasis: isAdvanced && draw(14) < 0.3 ? '1' : '0',
    bclc: isAdvanced ? 'C' : oneOf(15, ['A', 'B']),
    arm: oneOf(16, ARMS),
    started_on: day(started),
    ended_on: day(started + whole(17, 0, 20)),
    cycles: whole(18, 2, 8),
    last_contact_on: day(started + whole(19, 30, 2_000)),
    vital_status: draw(20) < 0.6 ? 'dead' : 'alive',
  };
  return headings.map((heading) => values[heading]).join(',');
}

function day(afterFirst: number): string {
  return new Date(Date.UTC(2018, 0, 1 + afterFirst)).toISOString().slice(0, 10);
}

/** In [0, 1): a hash of patient and purpose (the finalizer of MurmurHash3). */
function drawn(i: number, purpose: number): number {
  let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(purpose, 0x85ebca77);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
