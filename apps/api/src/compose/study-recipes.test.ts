import { recipeChoices, recipeRuleNames, roleMay, roleNames } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { study as studyOfFixture } from './people.fixture.ts';
import { change, good, openStudiesFixture, type StudiesFixture } from './studies.fixture.ts';

let at: StudiesFixture['at'];
let sessions: StudiesFixture['sessions'];
let made: StudiesFixture['made'];
let settingsOf: StudiesFixture['settingsOf'];
let addPatient: StudiesFixture['addPatient'];
let asApplication: StudiesFixture['asApplication'];

beforeAll(async () => {
  ({ at, sessions, made, settingsOf, addPatient, asApplication } = await openStudiesFixture());
}, 120_000);
afterAll(() => at?.close());

/** The first value of each rule is the usual one. */
const usual = Object.fromEntries(recipeRuleNames.map((rule) => [rule, recipeChoices[rule][0]]));
const untilProgression = { ...usual, pfsDeath: 'censored', dorDeath: 'censored' };

const recipe = 'id name version statements { code en zh } rules { timeZero pfsDeath pfsTreatment dorDeath }';
const recipesOfStudy = `own { ${recipe} } kept { ${recipe} } others { ${recipe} }`;
const ask = `query ($study: String!) { studyRecipes(study: $study) { ${recipesOfStudy} } }`;
const add = `mutation ($study: String!, $name: String!, $rules: RecipeRulesInput!) {
  addRecipe(study: $study, name: $name, rules: $rules) { ${recipesOfStudy} } }`;
const keep = `mutation ($study: String!, $recipe: Int!) { keepRecipe(study: $study, recipe: $recipe) { ${recipesOfStudy} } }`;
const leave = keep.replaceAll('keepRecipe', 'leaveRecipe');

interface Recipe {
  readonly id: number;
  readonly name: string;
  readonly version: number;
  readonly statements: readonly { readonly code: string; readonly en: string; readonly zh: string }[];
  readonly rules: Readonly<Record<string, string>>;
}
interface Recipes {
  readonly own: Recipe;
  readonly kept: readonly Recipe[];
  readonly others: readonly Recipe[];
}
const recipesIn = ({ data, message }: Awaited<ReturnType<StudiesFixture['at']['ask']>>): Recipes => {
  expect(message).toBeNull();
  return Object.values(data!)[0] as Recipes;
};
const names = (recipes: readonly Recipe[]) => recipes.map(({ name, version }) => `${name} ${version}`);
const rowsOf = async (study: string) => {
  const { rows } = await at.owner.query<{ recipe: string; n: number }>(
    `select r.name || ' ' || r.version as recipe, count(*)::int as n from portal.subject u
     join portal.study s on s.id = u.study_id join portal.recipe r on r.id = u.recipe_id where s.code = $1 group by 1 order by 1`,
    [study],
  );
  return Object.fromEntries(rows.map((row) => [row.recipe, row.n]));
};

describe('a recipe that a study adds', () => {
  it('is kept beside its own with a row of every patient, said in words, and in the trail', async () => {
    const { cookie } = await made('RULES');
    expect((await addPatient(cookie, 'RULES', 'P1')).message).toBeNull();
    const before = recipesIn(await at.ask(cookie, ask, { study: 'RULES' }));
    expect([names([before.own]), before.kept, before.others]).toEqual([['haic-default 2'], [], []]);
    expect(before.own.rules).toMatchObject({ pfsDeath: 'event', pfsTreatment: 'ignored', dorDeath: 'event' });
    const given = { study: 'RULES', name: ' time-to-progression ', rules: untilProgression };
    const { kept } = recipesIn(await at.ask(cookie, add, given));
    expect(names(kept)).toEqual(['time-to-progression 1']);
    expect(kept[0]?.statements.map(({ code }) => code)).toEqual([
      'recipeCountsFrom',
      'survivorsCensored',
      'progressionFreeUntil',
      'timeToResponse',
      'durationOfResponse',
      'timeToNextTreatment',
    ]);
    expect(kept[0]?.statements[2]?.en).toContain('until progression; a death without it censors');
    expect(kept[0]?.statements.every(({ zh }) => /[一-鿿]/.test(zh))).toBe(true);
    expect(await rowsOf('RULES')).toEqual({ 'haic-default 2': 1, 'time-to-progression 1': 1 });
    // A patient who comes later has both rows, too.
    expect((await addPatient(cookie, 'RULES', 'P2')).message).toBeNull();
    expect(await rowsOf('RULES')).toEqual({ 'haic-default 2': 2, 'time-to-progression 1': 2 });
    const { rows } = await at.owner.query<{ form: string; user_name: string; changes: Record<string, unknown[]> }>(
      `select form, user_name, changes from portal.audit_entry a join portal.study s on s.id = a.study_id
       where s.code = 'RULES' and form in ('recipe', 'compared_recipe') order by form`,
    );
    expect(rows.map(({ form, user_name }) => [form, user_name])).toEqual([
      ['compared_recipe', 'rules'],
      ['recipe', 'rules'],
    ]);
    expect(rows[1]?.changes['name']).toEqual([null, 'time-to-progression']);
    expect(JSON.stringify(rows[1]?.changes['definition'])).toContain('"death", "lastAssessment"'.replace(' ', ''));
  });

  it('is compared with its own on Two rules, and by a snapshot with the rows that it keeps', async () => {
    const { cookie } = await made('COMPARED');
    await addPatient(cookie, 'COMPARED', 'P1');
    await at.ask(cookie, add, { study: 'COMPARED', name: 'until-progression', rules: untilProgression });
    const snapshot = await at.ask(
      cookie,
      `mutation { makeSnapshot(study: "COMPARED", name: "first", reason: "to be repeated") { id } }`,
    );
    const { id } = snapshot.data!['makeSnapshot'] as { id: string };
    const compared = `query ($snapshot: ID) { comparedRecipes(study: "COMPARED", snapshot: $snapshot) { recipeId name } }`;
    const of = async (at_: string | null) =>
      ((await at.ask(cookie, compared, { snapshot: at_ })).data!['comparedRecipes'] as { name: string }[]).map(
        ({ name }) => name,
      );
    expect([await of(null), await of(id)]).toEqual([['until-progression 1'], ['until-progression 1']]);
    const recipes = recipesIn(await at.ask(cookie, ask, { study: 'COMPARED' }));
    expect(recipesIn(await at.ask(cookie, leave, { study: 'COMPARED', recipe: recipes.kept[0]!.id })).kept).toEqual([]);
    // What is kept no longer is still in the snapshot, whose hash is that of what is stored.
    expect([await of(null), await of(id)]).toEqual([[], ['until-progression 1']]);
    const comparison = `query ($snapshot: ID) { recipeComparison(study: "COMPARED", endpoint: OS, snapshot: $snapshot) {
      patients sides { recipe } } }`;
    expect((await at.ask(cookie, comparison, { snapshot: id })).data).toEqual({
      recipeComparison: { patients: 1, sides: [{ recipe: 'haic-default 2' }, { recipe: 'until-progression 1' }] },
    });
    expect((await at.ask(cookie, comparison, { snapshot: null })).code).toBe('NOT_FOUND');
    const checked = await at.ask(cookie, `query ($id: ID!) { checkSnapshot(study: "COMPARED", id: $id) { isSound damaged } }`, { id }); // prettier-ignore
    expect([checked.message, checked.data]).toEqual([null, { checkSnapshot: { isSound: true, damaged: 0 } }]);
    // And kept again.
    const again = recipesIn(await at.ask(cookie, keep, { study: 'COMPARED', recipe: recipes.kept[0]!.id }));
    expect([names(again.kept), again.others]).toEqual([['until-progression 1'], []]);
  });

  it('has the next version where the study has one of its name, and is refused with rules that the study has', async () => {
    const { cookie } = await made('VERSIONS');
    const of = (name: string, rules: object) => at.ask(cookie, add, { study: 'VERSIONS', name, rules });
    await of('sensitivity', untilProgression);
    const other = { ...untilProgression, pfsTreatment: 'censored' };
    expect(names(recipesIn(await of('sensitivity', other)).kept)).toEqual(['sensitivity 1', 'sensitivity 2']);
    const twice = await of('another', other);
    expect([twice.code, twice.message]).toEqual([
      'BAD_USER_INPUT',
      'rules must be other than those of sensitivity 2, which the study has already',
    ]);
    expect((await of('another', usual)).message).toContain('haic-default 2');
    expect((await of('With Spaces', { ...usual, pfsDeath: 'ignored' })).message).toBe(
      'name must be small letters, digits and -, beginning with a letter or digit, at most 60',
    );
    expect((await of('misspelt', { ...usual, pfsDeath: 'evnt' })).message).toBe(
      'pfsDeath must be one of event, censored, ignored',
    );
    for (const [i, timeZero] of ['enrolment', 'firstHaic', 'enrolment'].entries()) {
      await of(`more-${i}`, { ...usual, timeZero, pfsDeath: i === 0 ? 'event' : 'ignored' });
    }
    const sixth = await of('one-too-many', { ...usual, survivorsUntil: 'cutoff' });
    expect(sixth.message).toContain('at most 5 recipes beside the study’s own');
  });

  it('is that study’s alone: another neither sees nor uses it', async () => {
    const [here, elsewhere] = [await made('HERE'), await made('ELSEWHERE')];
    const added = recipesIn(await at.ask(here.cookie, add, { study: 'HERE', name: 'only-here', rules: untilProgression })); // prettier-ignore
    const id = added.kept[0]!.id;
    expect(JSON.stringify(recipesIn(await at.ask(elsewhere.cookie, ask, { study: 'ELSEWHERE' })))).not.toContain('only-here'); // prettier-ignore
    expect(JSON.stringify(await at.ask(elsewhere.cookie, '{ recipes { name } }'))).not.toContain('only-here');
    const absent = await at.ask(elsewhere.cookie, keep, { study: 'ELSEWHERE', recipe: 32_000 });
    const foreign = await at.ask(elsewhere.cookie, keep, { study: 'ELSEWHERE', recipe: id });
    expect([foreign.code, foreign.message]).toEqual(['NOT_FOUND', absent.message]);
    const { version } = await settingsOf(elsewhere.cookie, 'ELSEWHERE');
    const chosen = await at.ask(elsewhere.cookie, change, {
      ...{ study: 'ELSEWHERE', version },
      settings: { ...good, code: 'ELSEWHERE', recipeId: id },
    });
    expect([chosen.code, chosen.message]).toEqual([
      'BAD_USER_INPUT',
      'recipeId must be one of the recipes haic-default 2',
    ]);
    // Nor past the service.
    await expect(
      at.owner.query(`update portal.study set recipe_id = $1 where code = 'ELSEWHERE'`, [id]),
    ).rejects.toThrow(`there is no recipe ${id} for this study`);
    // Of its own study it may become the recipe by which all is answered.
    const own = await settingsOf(here.cookie, 'HERE');
    const settings = { ...good, code: 'HERE', recipeId: id };
    expect((await at.ask(here.cookie, change, { study: 'HERE', version: own.version, settings })).message).toBeNull();
    const after = recipesIn(await at.ask(here.cookie, ask, { study: 'HERE' }));
    expect([names([after.own]), after.kept]).toEqual([['only-here 1'], []]);
  });

  it('is added by nobody else, in no closed study, and by no statement of the application', async () => {
    const { cookie } = await made('SHUT');
    for (const role of roleNames.filter((one) => !roleMay(one, 'manageStudy'))) {
      const answer = await at.ask(sessions[role], add, {
        study: studyOfFixture,
        name: 'not-mine',
        rules: untilProgression,
      });
      expect(answer.code, role).toBe('FORBIDDEN');
      expect((await at.ask(sessions[role], ask, { study: studyOfFixture })).code, role).toBe('FORBIDDEN');
    }
    await expect(asApplication('SHUT', `insert into portal.compared_recipe select id, 1 from portal.study where code = 'SHUT'`)).rejects.toThrow('permission denied'); // prettier-ignore
    const { version } = await settingsOf(cookie, 'SHUT');
    await at.ask(cookie, `mutation ($version: Int!) { closeStudy(study: "SHUT", version: $version, reason: "done") { version } }`, { version }); // prettier-ignore
    expect((await at.ask(cookie, add, { study: 'SHUT', name: 'late', rules: untilProgression })).code).toBe(
      'STUDY_CLOSED',
    );
    await expect(asApplication('SHUT', `select portal.keep_recipe(s.id, 1) from portal.study s where code = 'SHUT'`)).rejects.toThrow('the study is closed'); // prettier-ignore
  });
});
