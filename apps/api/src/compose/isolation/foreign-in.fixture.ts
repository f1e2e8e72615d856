import { type Answer, type Persona } from './doors.fixture.ts';
import { type World } from './world.fixture.ts';

/** All names of a world, the longest first. */
export const namesOf = ({ mark, records, ...names }: World): string[] =>
  [...Object.values(names).map(String), ...Object.values(records), `${mark}-score`].toSorted(
    (a, b) => b.length - a.length,
  );

/** Texts and ids in an answer that belong to a world which is not the asker's; what was asked for may be repeated. */
export function foreignIn({ text, asked }: Answer, { foreign, mayKnow, mayKnowIds, home }: Persona): string[] {
  const own = new Set([...namesOf(home), ...foreign.flatMap((world) => mayKnowIds.map((name) => world[name]))]);
  const letters = foreign.map(({ mark }) => mark.at(-1)).join('');
  const ids = foreign.flatMap(namesOf).filter((name) => name.length === 36 && text.includes(name));
  const texts = text.match(new RegExp(`canary-[${letters}]\\d*-[\\w.@-]+`, 'g')) ?? [];
  return [...ids, ...texts].filter((found) => !own.has(found) && !asked.includes(found) && !mayKnow.test(found));
}
