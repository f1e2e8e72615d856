import { setTimeout as wait } from 'node:timers/promises';
import { type Client } from 'pg';

/**
 * Holds a copy of the stored subjects as a cache does, brought up to date by rows newer than its version, and checks at
 * each step that the copy equals what is stored in the same snapshot.
 */
export class VersionReader {
  readonly faults: string[] = [];
  looks = 0;
  private readonly versions = new Map<number, number>();
  private readonly copies = new Map<number, Map<string, string>>();

  constructor(private readonly client: Client) {}

  async until(isDone: () => boolean): Promise<void> {
    while (!isDone()) {
      await this.look();
      await wait(40);
    }
    await this.look();
  }

  private async look(): Promise<void> {
    this.looks += 1;
    await this.client.query('begin isolation level repeatable read');
    const { rows } = await this.client.query<{ id: number; version: number; recipes: number[] }>(
      `select s.id, v.version::int as version,
         array(select s.recipe_id union select recipe_id from portal.compared_recipe where study_id = s.id)::int[] as recipes
       from portal.study s join portal.study_version v on v.study_id = s.id`,
    );
    for (const { id, version, recipes } of rows) await this.follow(id, version, recipes);
    await this.client.query('commit');
  }

  private async follow(study: number, version: number, recipes: readonly number[]): Promise<void> {
    const known = this.versions.get(study) ?? 0;
    const copy = this.copies.get(study) ?? new Map<string, string>();
    if (version < known) this.faults.push(`study ${study}: version ${version} after ${known}`);
    const rowsOf = async (where: string, values: readonly unknown[]) => {
      const { rows } = await this.client.query<{ key: string; version: number; row: string }>(
        `select concat_ws('/', recipe_id, centre_id, id) as key, data_version::int as version, md5(s::text) as row
         from portal.subject s where study_id = $1 and ${where}`,
        [study, ...values],
      );
      return rows;
    };
    const { rows: removed } = await this.client.query<{ place: string }>(
      `select concat_ws('/', centre_id, id) as place from portal.subject_removed where study_id = $1 and data_version > $2`,
      [study, known],
    );
    const gone = new Set(removed.map(({ place }) => place));
    for (const key of copy.keys()) {
      const [recipe, ...place] = key.split('/');
      if (gone.has(place.join('/')) || !recipes.includes(Number(recipe))) copy.delete(key);
    }
    for (const { key, version: changed, row } of await rowsOf('data_version > $2', [known])) {
      if (changed > version) this.faults.push(`study ${study}: a row of version ${changed} at version ${version}`);
      copy.set(key, row);
    }
    const stored = new Map((await rowsOf('true', [])).map(({ key, row }) => [key, row]));
    const differing = [...new Set([...stored.keys(), ...copy.keys()])].filter(
      (key) => stored.get(key) !== copy.get(key),
    );
    if (differing.length > 0) this.faults.push(`study ${study} at ${version}: ${differing.join(', ')}`);
    this.versions.set(study, version);
    this.copies.set(study, copy);
  }
}
