import { type Answer, type Persona } from './doors.fixture.ts';
import { foreignIn, namesOf } from './foreign-in.fixture.ts';
import { type World } from './world.fixture.ts';

const patterns = new Map<string, RegExp>();

/** The names of a world that are not the asker's own. */
function namesBeside(asked: World, home: World): RegExp {
  const key = `${asked.mark} ${home.mark}`;
  const own = new Set(namesOf(home));
  const pattern = patterns.get(key) ?? new RegExp(`\\b(?:${namesOf(asked).filter((name) => !own.has(name)).join('|')})\\b`, 'g'); // prettier-ignore
  patterns.set(key, pattern);
  return pattern;
}

/** An answer without the names that were asked for and are not the asker's own, ids, times and the version of the data. */
function withoutNames(text: string, asked: World, home: World): string {
  return text
    .replaceAll(namesBeside(asked, home), 'ID')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/"dataVersion":\d+/g, '"dataVersion":0')
    .replaceAll(/"seconds":[\d.e-]+/g, '"seconds":0');
}

/** The statements of a request and how many rows each returned: what its time depends on. */
const costOf = ({ sent }: Answer): string => sent.map(({ text, rows }) => `${text.slice(0, 60)} ${rows}`).join('; ');

interface Compared {
  readonly persona: Persona;
  /** Which was named, and of which nothing exists. */
  readonly world: World;
  readonly missing: World;
}

/** What is wrong with the answer for a foreign name, beside that for a name that nothing has. */
export function difference(
  answer: Answer,
  absent: Answer,
  { persona, world, missing }: Compared,
  isDone = false,
): string | null {
  const [found] = foreignIn(answer, persona);
  if (found !== undefined) return `shows ${found}`;
  const [is, expected] = [
    withoutNames(answer.text, world, persona.home),
    withoutNames(absent.text, missing, persona.home),
  ];
  if (is !== expected || answer.status !== absent.status) {
    const from = [...is].findIndex((sign, i) => sign !== expected[i]);
    return `answers ${answer.status} ${is.slice(from, from + 200)} instead of ${absent.status} ${expected.slice(from, from + 200)}`;
  }
  // What was done may have been done before; a refusal has to cost the same.
  if (isDone) return null;
  const [cost, usual] = [costOf(answer), costOf(absent)];
  return cost === usual ? null : `costs ${cost} instead of ${usual}`;
}
