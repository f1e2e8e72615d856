import { z } from 'zod';

const number = z.union([z.number(), z.enum(['Inf', '-Inf']), z.null()]);
const head = z.object({ version: z.string(), lacks: z.array(z.string()), packages: z.array(z.string()) });
const list = z.object({
  what: z.string(),
  engine: z.string(),
  r: z.array(number),
  portal: z.array(number),
  agrees: z.array(z.boolean()),
});

/** A number that R has otherwise. */
export interface Difference {
  /** The list of numbers it is in, and its place there from 1. */
  readonly what: string;
  readonly place: number;
  /** As text: NA, Inf, or the shortest that is this number. */
  readonly r: string;
  readonly portal: string;
}

/** What a script wrote that was told to compare everything. */
export interface Agreed {
  /** Such as 4.6.0. */
  readonly version: string;
  /** Packages that the script needs and R has not. */
  readonly lacks: readonly string[];
  /** Those that were used, with their versions. */
  readonly packages: readonly string[];
  /** Several where an analysis was repeated more than once, each time by other functions; of others there is none. */
  readonly engines: readonly string[];
  /** Numbers of the portal, each counted once. */
  readonly total: number;
  /** Of them, those that every engine has too. */
  readonly agreed: number;
  /** One for each engine that has another number. */
  readonly differences: readonly Difference[];
}

/**
 * Reads the file that a script of `@haim/stats` writes where the environment names one (`to-r/agree.ts` there).
 *
 * @param text - lines of JSON; the last may be cut where R was stopped.
 * @returns null where not even its first line was written.
 * @throws where a line that is whole is not of that form.
 */
export function readAgreed(text: string): Agreed | null {
  const [first, ...lines] = text.split('\n').slice(0, -1);
  if (first === undefined) return null;
  const { version, ...packages } = head.parse(JSON.parse(first));
  const lists = lines.map((line) => list.parse(JSON.parse(line)));
  const agreements = new Map<string, boolean>();
  const seen = new Map<string, number>();
  for (const { what, engine, agrees } of lists) {
    // The same list by another engine; one of the same name by the same engine is another list.
    const times = (seen.get(`${engine} ${what}`) ?? 0) + 1;
    seen.set(`${engine} ${what}`, times);
    const bare = engine === '' ? what : what.replace(` (${engine})`, '');
    for (const [i, one] of agrees.entries()) {
      const key = JSON.stringify([bare, times, i]);
      agreements.set(key, one && (agreements.get(key) ?? true));
    }
  }
  return {
    version: /\d+\.\d+\.\d+/.exec(version)?.[0] ?? version,
    ...packages,
    engines: [...new Set(lists.map(({ engine }) => engine))].filter((engine) => engine !== ''),
    total: agreements.size,
    agreed: [...agreements.values()].filter((one) => one).length,
    differences: lists.flatMap(({ what, r, portal, agrees }) =>
      agrees.flatMap((one, i) => (one ? [] : [{ what, place: i + 1, r: written(r[i]), portal: written(portal[i]) }])),
    ),
  };
}

function written(value: number | string | null | undefined): string {
  return value === null || value === undefined ? 'NA' : String(value);
}
