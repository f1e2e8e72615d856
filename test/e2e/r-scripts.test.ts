import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DocumentNode, Kind, print, visit } from 'graphql';
import { afterAll, describe, expect, it } from 'vitest';
import * as generated from '../../apps/web/src/graphql/generated/graphql.ts';
import { ask } from './portal.fixture.ts';
import { hasWebr } from './webr.fixture.ts';
import { scriptCases } from './r-scripts.fixture.ts';

/** What a script says of each list of numbers where the environment names a file. */
interface Compared {
  readonly what: string;
  readonly r: readonly (number | string | null)[];
  readonly portal: readonly (number | string | null)[];
  readonly agrees: readonly boolean[];
}

const folder = mkdtempSync(join(tmpdir(), 'r-scripts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Resolves to the exit code, null where there is no such program, and what it wrote to its error stream. */
function run(args: readonly string[], agreed: string): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    let said = '';
    const child = spawn('Rscript', args, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, AGREED_NUMBERS: agreed, LC_ALL: 'C.UTF-8' },
    });
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    child.once('error', () => resolve({ code: null, said }));
    child.once('close', (code) => resolve({ code, said }));
  });
}

const packages = ['survival', 'cmprsk', 'MASS'];
const canRun = (await run(['-e', packages.map((name) => `library(${name})`).join(';')], '')).code === 0;

/** The operations of the pages that ask for a script, whatever page they are on. */
const asking = new Map(
  Object.values(generated).flatMap((value): [string, DocumentNode][] => {
    const document = value as DocumentNode;
    if (document?.kind !== Kind.DOCUMENT) return [];
    const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
    let asksForScript = false;
    visit(document, { Field: ({ name }) => void (asksForScript ||= ['script', 'rScript'].includes(name.value)) });
    return operation?.name && asksForScript ? [[operation.name.value, document]] : [];
  }),
);

/** The script of an answer, and the data that it reads. */
function filesIn(answer: Record<string, unknown>): { name: string; data: string; script: string } | null {
  const [result] = Object.values(answer) as Record<string, unknown>[];
  const { files, rScript, trainingCsv } = result as {
    files?: { name: string; data: string; script: string } | null;
    rScript?: string | null;
    trainingCsv?: string;
  };
  if (files) return files;
  // Of a claim, whose answer is its files.
  const { name, data, script } = result as { name?: string; data?: string; script?: string };
  if (name !== undefined && data !== undefined && script !== undefined) return { name, data, script };
  return rScript && trainingCsv !== undefined ? { name: 'clinical-model', data: trainingCsv, script: rScript } : null;
}

describe('the R scripts that the pages offer', () => {
  it('are all asked for here', () => {
    expect([...asking.keys()].toSorted()).toEqual(Object.keys(scriptCases).toSorted());
  });

  const cases = Object.entries(scriptCases).flatMap(([operation, choices]) =>
    choices.map((choice) => ({ operation, choice, name: JSON.stringify(choice) })),
  );
  // Each as a test where it can be run; otherwise one line says what was missing.
  if (!canRun && !hasWebr) {
    it.skip(`agree in R: needs Rscript with ${packages.join(', ')}, or webR (bin/portal r install)`, () => undefined);
    return;
  }
  it.runIf(canRun).for(canRun ? cases : [])(
    `R with ${packages.join(', ')} agrees with $operation $name`,
    { timeout: 120_000 },
    async ({ operation, choice }) => {
      const variables = { study: 'HAIC-DEMO', ...choice };
      const { data, errors } = await ask('investigator@demo.local', print(asking.get(operation)!), variables);
      expect(errors).toEqual([]);
      const files = filesIn(data!);
      expect(files).not.toBeNull();
      writeFileSync(join(folder, `${files!.name}.csv`), files!.data);
      writeFileSync(join(folder, 'script.R'), files!.script);
      const agreed = join(folder, 'agreed');
      rmSync(agreed, { force: true });
      const { code, said } = await run(['script.R'], agreed);
      expect([code, said]).toEqual([0, '']);
      const [version, ...lines] = readFileSync(agreed, 'utf8').trim().split('\n');
      expect(JSON.parse(version!)).toMatchObject({ lacks: [] });
      const compared = lines.map((line) => JSON.parse(line) as Compared);
      expect(compared.filter(({ agrees }) => agrees.includes(false))).toEqual([]);
      expect(compared.flatMap(({ agrees }) => agrees).length).toBeGreaterThan(2);
      // What is compared is known: a script in which every number is missing on both sides would agree too.
      expect(compared.some(({ r }) => r.some((number) => typeof number === 'number'))).toBe(true);
    },
  );

  // A machine without R may have webR, by which the portal checks: in base R alone.
  // The check of ClinicalFiles is ClinicalCheck.
  it.runIf(!canRun).for(canRun ? [] : cases.filter(({ operation }) => operation !== 'ClinicalFiles'))(
    'webR agrees with $operation $name',
    { timeout: 180_000 },
    async ({ operation, choice }) => {
      const variables = { study: 'HAIC-DEMO', ...choice, check: true };
      const { data, errors } = await ask('admin@demo.local', print(asking.get(operation)!), variables);
      expect(errors).toEqual([]);
      const [result] = Object.values(data!) as { files?: { check: unknown }; check?: unknown }[];
      // Of a score and an outcome the script asks the package survival.
      const expected =
        operation === 'ScoreOutcomeFiles'
          ? { outcome: 'LACKS_PACKAGE', lacks: ['survival'] }
          : { outcome: 'AGREES', engine: 'WEB_ASSEMBLY', differences: [] };
      expect((result!.files ?? result!).check).toMatchObject(expected);
    },
  );
});
