import { readFile } from 'node:fs/promises';
import { lesionRoles, nonTargetStates, publishedSpecialRules, say, type Statement } from '@haim/schema';
import { type DerivedVisit, lesionSeries, StatsInputError } from '@haim/stats';
import { z } from 'zod';
import { SettingsError } from '../settings.ts';

const days = z.number().min(0).default(0);
const { thrombusAsTarget, effusionNeedsCytology, atypicalGrowthMm } = publishedSpecialRules;

const lesionFile = z.strictObject({
  lesions: z.array(
    z.strictObject({
      id: z.string().min(1),
      role: z.enum(lesionRoles),
      organ: z.string().min(1),
      proven: z.boolean().default(false),
      firstSeenDay: z.number().optional(),
    }),
  ),
  visits: z
    .array(
      z.strictObject({
        day: z.number(),
        measurementsMm: z.record(z.string(), z.number().nullable()).default({}),
        nonTarget: z.record(z.string(), z.enum(nonTargetStates)).default({}),
        newLesion: z.boolean().default(false),
      }),
    )
    .min(1),
  settings: z
    .strictObject({
      absoluteIncreaseMm: z.number().min(0).default(0),
      stableFromDay: days,
      confirmationDays: days,
      thrombusAsTarget: z.boolean().default(thrombusAsTarget),
      effusionNeedsCytology: z.boolean().default(effusionNeedsCytology),
      atypicalGrowthMm: z.number().min(0).default(atypicalGrowthMm),
    })
    .prefault({}),
});

interface DerivedFile {
  readonly visits: readonly (Omit<DerivedVisit, 'newLesion' | 'rule'> & { readonly rule: Statement['code'] })[];
  readonly best: { readonly response: string; readonly day: number | null };
  readonly progressionDay: number | null;
}

/** @throws SettingsError naming the file and, within it, the place that is at fault and what is expected there. */
export async function deriveFile(path: string): Promise<DerivedFile> {
  const { lesions, visits, settings } = parsed(path, await readFile(path, 'utf8').catch(unreadable(path)));
  try {
    const derived = lesionSeries(
      lesions.map(({ firstSeenDay, ...lesion }) => (firstSeenDay === undefined ? lesion : { ...lesion, firstSeenDay })),
      visits,
      settings,
    );
    const { response, day } = derived.best;
    const answers = derived.visits.map(({ newLesion: _, rule, ...visit }) => ({ ...visit, rule: rule.code }));
    return { visits: answers, best: { response, day }, progressionDay: derived.progressionDay };
  } catch (error) {
    if (!(error instanceof StatsInputError)) throw error;
    throw new SettingsError(`${path}: ${error.message}`);
  }
}

/** One line a visit, then the best response and the progression. */
export function inLines({ visits, best, progressionDay }: DerivedFile): string[] {
  const mm = (value: number | null) => (value === null ? 'unknown' : `${value} mm`);
  const lines = visits.map(({ day, sumMm, overall, rule }) => {
    const why = say({ code: rule, values: {} } as Statement, 'en');
    return `day ${day}: sum ${mm(sumMm)}, ${overall ?? 'baseline'} (${why})`;
  });
  const bestOn = best.day === null ? '' : ` on day ${best.day}`;
  const progression = progressionDay === null ? 'none' : `day ${progressionDay}`;
  return [...lines, `best response: ${best.response}${bestOn}`, `progression: ${progression}`];
}

function parsed(path: string, text: string): z.infer<typeof lesionFile> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw new SettingsError(`${path}: is not JSON: ${(error as Error).message}`);
  }
  const { success, data, error } = lesionFile.safeParse(given);
  if (success) return data;
  const [issue] = error.issues;
  throw new SettingsError(`${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not a file of lesions'}`);
}

function unreadable(path: string): (error: Error) => never {
  return (error) => {
    throw new SettingsError(`${path}: ${error.message}`, { cause: error });
  };
}
