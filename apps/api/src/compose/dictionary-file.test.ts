import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dictionaryForCommand, readDictionaryForCommand } from '../cli/studies-for-command.ts';
import { type Answer, openPeopleFixture, type PeopleFixture, study } from './people.fixture.ts';

let at: PeopleFixture;
let cookies: Record<'administrator' | 'staff', string>;

beforeAll(async () => {
  at = await openPeopleFixture();
  await at.person('administrator', 'administrator');
  await at.person('staff', 'staff', 'A');
  cookies = { administrator: await at.signIn('administrator'), staff: await at.signIn('staff') };
}, 120_000);
afterAll(() => at?.close());

const words = (text: string) => ({ en: text, zh: text });
const ask = (query: string, variables: object, cookie = cookies.administrator) =>
  at.ask(cookie, query, { study, ...variables });

interface Field {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

/** A field of the baseline, published. */
async function published(given: object): Promise<Field> {
  const saved = await ask(
    `mutation ($study: String!, $field: StudyFieldInput!) { saveStudyField(study: $study, field: $field) { id name version } }`,
    { field: { form: 'baseline', label: words('label'), ...given } },
  );
  const { id, version } = saved.data!['saveStudyField'] as Field;
  const { data } = await ask(
    `mutation ($study: String!, $id: ID!, $version: Int!) { publishStudyField(study: $study, id: $id, version: $version) { id name version } }`,
    { id, version },
  );
  return data!['publishStudyField'] as Field;
}

describe('a dictionary file', () => {
  const head = 'Variable / Field Name,Form Name,Field Type,Field Label,"Choices, Calculations, OR Slider Labels"';
  const read = (rows: string[], isTrial: boolean, cookie = cookies.administrator) =>
    ask(
      `mutation ($study: String!, $csv: String!, $isTrial: Boolean!) {
        readDictionary(study: $study, csv: $csv, isTrial: $isTrial) { isStored rows { line name fate problems { place } } } }`,
      { csv: rows.join('\n'), isTrial },
      cookie,
    );
  const report = ({ data, message }: Answer) => {
    expect(message).toBeNull();
    return data!['readDictionary'] as {
      isStored: boolean;
      rows: { line: number; name: string; fate: string; problems: { place: string }[] }[];
    };
  };
  const names = async () =>
    (
      (await ask(`query ($study: String!) { studyFields(study: $study) { name } }`, {})).data!['studyFields'] as Field[]
    ).map(({ name }) => name);
  const alcohol = 'alcohol,baseline,radio,Alcohol,"1, Never | 2, Ever"';

  it('is tried without effect, stored as drafts, and read again without a change', async () => {
    const trial = report(await read([head, alcohol], true));
    expect(trial).toMatchObject({ isStored: false, rows: [{ line: 2, name: 'alcohol', fate: 'added' }] });
    expect(await names()).not.toContain('alcohol');
    expect(report(await read([head, alcohol], false)).isStored).toBe(true);
    expect(report(await read([head, alcohol], false)).rows).toMatchObject([{ fate: 'same' }]);
    expect(report(await read([head, alcohol.replace('Ever', 'Now')], false)).rows).toMatchObject([{ fate: 'changed' }]);
  });

  it('is stored whole or not at all, and says row by row what is wrong', async () => {
    const rows = [
      'tea,baseline,yesno,Tea,',
      'bmi,baseline,calc,BMI,[weight]/[height]',
      'tea,baseline,yesno,Tea again,',
      'bclc_stage,baseline,text,Stage,',
      'note,nowhere,notes,Note,',
    ];
    const { isStored, rows: said } = report(await read([head, ...rows], false));
    expect(isStored).toBe(false);
    expect(said.map(({ line, fate, problems }) => [line, fate, problems[0]?.place ?? null])).toEqual([
      [2, 'added', null],
      [3, 'refused', 'Field Type'],
      [4, 'refused', 'Variable / Field Name'],
      [5, 'refused', 'Variable / Field Name'],
      [6, 'refused', 'Form Name'],
    ]);
    expect(await names()).not.toContain('tea');
  });

  // Made by hand after the columns, field types, validations and formatting of a dictionary that REDCap writes.
  it('of REDCap is read, with every fault of a row by its column, and the rows that can be held are stored', async () => {
    const [header = '', ...lines] = (await readFile('test/fixtures/redcap-dictionary.csv', 'utf8'))
      .trimEnd()
      .split('\n');
    const { isStored, rows } = report(await read([header, ...lines], false));
    const added = 'smoking_status biopsy_site years_smoked cycles_planned pain_rest weight_kg what_was_done imaged_on';
    expect(
      rows.map(({ name, fate, problems }) => [name, fate, ...problems.map(({ place }) => place)].join(', ')),
    ).toEqual([
      ...added.split(' ').map((name) => `${name}, added`),
      'pain_move, refused, Matrix Ranking?',
      ...['bmi', 'symptoms', 'consent'].map((name) => `${name}, refused, Field Type`),
      'hospital_no, refused, Identifier?',
      'seen_on, refused, Text Validation Min, Text Validation Max',
      'BMI_class, refused, Field Type, Form Name, Variable / Field Name, Field Label',
      'relapse, refused, Branching Logic (Show field only if...), Field Annotation',
      'intro, refused, Field Type',
    ]);
    // The second of a label of two lines is a line of the file.
    expect([isStored, rows[7]!.line]).toEqual([false, 10]);
    expect(report(await read([header, ...lines.slice(0, 9)], false)).isStored).toBe(true);
    const written = await dictionaryForCommand(at.database.ownerUrl, study);
    expect(written).toContain('smoking_status,baseline,,radio,Smoking status,"0, Never | 1, Former | 2, Current"');
    expect(written).toContain('"01, Left lobe | 02, Right lobe | 99, Unknown"');
    expect(written).toMatch(
      /^years_smoked,.*,Pack-years \(20 cigarettes × years\),,"packs a day & years, ≥ 0",number,0,150/m,
    );
    expect(written).toMatch(/^cycles_planned,treatment,,text,Cycles planned,,,integer,1,12/m);
  });

  it('keeps what is published as a page would', async () => {
    await published({ name: 'coffee', kind: 'boolean' });
    const [row] = report(await read([head, 'coffee,baseline,notes,Coffee,'], false)).rows;
    expect(row).toMatchObject({ fate: 'refused', problems: [{ place: 'Field Type' }] });
  });

  it('is read and written by command, which keeps what records have as well', async () => {
    const { ownerUrl } = at.database;
    const codes = ['dark', 'milk'].map((code) => ({ code, label: words(code) }));
    const cocoa = await published({ name: 'cocoa', kind: 'code', codes });
    await at.owner.query(`begin; select set_config('app.user_id', 'test', true);
      insert into portal.patient (centre_id, code, updated_by) select min(id), 'P-1', 'test' from portal.centre;
      insert into portal.baseline (patient_id, centre_id, updated_by, own)
        select id, centre_id, 'test', '{"own_cocoa": "milk"}' from portal.patient where code = 'P-1'; commit`);
    const written = await dictionaryForCommand(ownerUrl, study);
    expect(written.split('\r\n').find((line) => line.startsWith('cocoa,'))).toContain('"dark, dark | milk, milk"');
    const same = await readDictionaryForCommand(ownerUrl, study, written, false);
    expect(new Set(same.rows.map(({ fate }) => fate))).toEqual(new Set(['same']));
    const narrower = [head, 'cocoa,baseline,radio,Cocoa,"dark, dark"'].join('\n');
    const { isStored, rows } = await readDictionaryForCommand(ownerUrl, study, narrower, false);
    expect([isStored, rows[0]!.problems[0]]).toMatchObject([
      false,
      { expected: { en: expect.stringContaining('milk, which 1 record has') as string } },
    ]);
    const wider = [head, 'cocoa,baseline,radio,Cocoa,"dark, dark | milk, milk | white, white"'].join('\n');
    expect(await readDictionaryForCommand(ownerUrl, study, wider, true)).toMatchObject({ isStored: false });
    await readDictionaryForCommand(ownerUrl, study, wider, false);
    const { rows: trail } = await at.owner.query(
      `select user_name from portal.audit_entry where form = 'study_field' and record_id = $1 order by id desc limit 1`,
      [cocoa.id],
    );
    expect(trail).toEqual([{ user_name: 'portal study' }]);
    await expect(dictionaryForCommand(ownerUrl, 'NOWHERE')).rejects.toThrow('no study has the code NOWHERE');
  });

  it('that is none is refused with what is expected, and to who does not manage the study', async () => {
    expect((await read(['a,b', '1,2'], true)).message).toContain('lacks the column "Variable / Field Name"');
    expect((await read([head, 'short,row'], true)).message).toContain('line 2 has 2 cells');
    expect((await read([head, alcohol], true, cookies.staff)).code).toBe('FORBIDDEN');
  });
});
