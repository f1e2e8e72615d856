import { expect, it } from 'vitest';
import { filmstripOf } from './use-filmstrip.ts';

const slide = (id: number, patientId = `p${id}`) => ({ id: `s${id}`, barcode: `S-${id}`, patientId });

it('the filmstrip shows the slides of the patient if there are several', () => {
  const all = [slide(1), slide(2, 'p'), slide(3), slide(4, 'p')];
  const { slides, ofPatient } = filmstripOf(all, all[1]!);
  expect([slides.map(({ id }) => id), ofPatient]).toEqual([['s2', 's4'], true]);
});

it('the filmstrip otherwise shows neighbours in the study, never all of a large one', () => {
  const all = Array.from({ length: 500 }, (_, i) => slide(i));
  expect(
    filmstripOf(all, all[3]!)
      .slides.map(({ id }) => id)
      .slice(0, 4),
  ).toEqual(['s0', 's1', 's2', 's3']);
  expect(filmstripOf(all, all[250]!).slides).toHaveLength(41);
  expect(filmstripOf(all, slide(999)).slides).toEqual([]);
});
