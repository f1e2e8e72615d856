import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { made, type MadeFolder, madeFolder, standIn } from './r-checks.fixture.ts';
import { RChecks } from './r-checks.ts';

let home: MadeFolder;
beforeAll(() => (home = madeFolder()));
afterAll(() => home.remove());

const limits = { seconds: 20, bytes: 2 ** 30, perHourAndAsker: 60, waiting: 8 };
const never = new AbortController().signal;
/** Writes what a script would, of two numbers, and how long it takes. */
const agreeing = `writeFileSync('agreed', '{"version":"R version 4.5.1 (2025-06-13)","lacks":[],"packages":["survival 3.8-3"]}\\n{"what":"mean","engine":"","r":[3,null],"portal":[3,null],"agrees":[true,true]}\\n');`;

describe.skipIf(process.platform === 'win32')('a check with R', () => {
  const checks = (does: string, changed: Partial<typeof limits> = {}) =>
    new RChecks({ given: standIn(home.folder, does), home: home.folder }, { ...limits, ...changed });

  it('counts what agrees, names the R and removes what it was made of', async () => {
    const check = await checks(`${agreeing} if (!existsSync('values.csv') || !existsSync('run.R')) process.exit(1);`);
    expect(await check.check('a', made('x'), never)).toEqual({
      ...{ outcome: 'agrees', engine: 'server', rVersion: '4.5.1', packages: ['survival 3.8-3'] },
      ...{ lacks: [], engines: [], total: 2, agreed: 2, differences: [], reason: null },
    });
    expect(readdirSync(path.join(home.folder, 'tmp'))).toEqual([]);
  });

  it('lists the numbers that differ', async () => {
    const differing = agreeing.replace(
      '"portal":[3,null],"agrees":[true,true]',
      '"portal":[3,"Inf"],"agrees":[true,false]',
    );
    expect(await checks(differing).check('a', made('x'), never)).toMatchObject({
      outcome: 'differs',
      total: 2,
      agreed: 1,
      differences: [{ what: 'mean', place: 2, r: 'NA', portal: 'Inf' }],
    });
  });

  it('does not take a script that stopped, or compared nothing, for agreement', async () => {
    const failing = `${agreeing} process.stderr.write('Error in solve(): singular\\nCalls: local\\nExecution halted\\n'); process.exit(1);`;
    expect(await checks(failing).check('a', made('x'), never)).toMatchObject({
      outcome: 'failed',
      agreed: 2,
      reason: 'Error in solve(): singular',
    });
    const head = `writeFileSync('agreed', '{"version":"R version 4.5.1","lacks":[],"packages":[]}\\n');`;
    expect(await checks(head).check('a', made('x'), never)).toMatchObject({ outcome: 'nothing', total: 0 });
    expect(await checks('').check('a', made('x'), never)).toMatchObject({ outcome: 'nothing', rVersion: null });
    const lacking = `writeFileSync('agreed', '{"version":"R version 4.5.1","lacks":["cmprsk"],"packages":[]}\\n'); process.exit(1);`;
    expect(await checks(lacking).check('a', made('x'), never)).toMatchObject({
      outcome: 'lacksPackage',
      lacks: ['cmprsk'],
      reason: null,
    });
  });

  it('ends what takes too long or too much memory, and keeps what was compared until then', async () => {
    const slow = checks(`${agreeing} setInterval(() => {}, 1000);`, { seconds: 6 });
    expect(await slow.check('a', made('x'), never)).toMatchObject({ outcome: 'tooLong', agreed: 2 });
    const large = checks(`const kept = []; setInterval(() => kept.push(Buffer.alloc(5e7, 1)), 20);`, { bytes: 4e8 });
    if (existsSync('/proc/self/status'))
      expect(await large.check('a', made('x'), never)).toMatchObject({ outcome: 'tooLarge' });
  });

  it('runs one at a time, in order, and those that nobody waits for not at all', async () => {
    const log = path.join(home.folder, 'order');
    writeFileSync(log, '');
    const script = `const name = readFileSync('script.R', 'utf8'); appendFileSync(${JSON.stringify(log)}, 'begin ' + name + ';');
      ${agreeing} setTimeout(() => appendFileSync(${JSON.stringify(log)}, 'end ' + name + ';'), 300);`;
    const one = checks(script);
    const left = new AbortController();
    const all = ['1', '2', '3'].map((name) => one.check('a', made(name), name === '2' ? left.signal : never));
    left.abort();
    const [first, second, third] = await Promise.allSettled(all);
    expect(first).toMatchObject({ value: { outcome: 'agrees' } });
    expect(second).toMatchObject({ reason: { code: 'UNAVAILABLE' } });
    expect(third).toMatchObject({ value: { outcome: 'agrees' } });
    expect(readFileSync(log, 'utf8')).toBe('begin 1;end 1;begin 3;end 3;');
  });

  it('ends R when nobody waits any more, and when the portal closes', async () => {
    const file = path.join(home.folder, 'alive');
    const running = `writeFileSync(${JSON.stringify(file)}, String(process.pid)); setInterval(() => {}, 1000);`;
    const isAlive = (pid: number) => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    for (const how of ['left', 'closed'] as const) {
      const one = checks(running);
      const gone = new AbortController();
      const answer = one.check('a', made('x'), gone.signal);
      answer.catch(() => undefined);
      await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8')).toMatch(/^\d+$/);
      const pid = Number(readFileSync(file, 'utf8'));
      expect(isAlive(pid)).toBe(true);
      if (how === 'left') gone.abort();
      else one.close();
      await expect(answer).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      expect(isAlive(pid)).toBe(false);
      rmSync(file);
    }
    expect(readdirSync(path.join(home.folder, 'tmp'))).toEqual([]);
  });

  it('is refused past the limits, each asker by their own', async () => {
    const one = checks(agreeing, { perHourAndAsker: 2 });
    for (const asker of ['a', 'a', 'b']) await one.check(asker, made('x'), never);
    await expect(one.check('a', made('x'), never)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(await one.check('b', made('x'), never)).toMatchObject({ outcome: 'agrees' });
    const full = checks(agreeing, { waiting: 2 });
    const answers = await Promise.allSettled(['a', 'b', 'c'].map((asker) => full.check(asker, made('x'), never)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  });

  it('counts nobody where there is no R, and starts none over no patients', async () => {
    const none = new RChecks({ given: 'off', home: home.folder }, { ...limits, perHourAndAsker: 0 });
    expect(await none.check('a', made('x'), never)).toMatchObject({ outcome: 'notAvailable', engine: null });
    const absent = new RChecks({ given: path.join(home.folder, 'nothing'), home: home.folder }, limits);
    expect(await absent.check('a', made('x'), never)).toMatchObject({ outcome: 'notAvailable' });
    const over = checks('process.exit(1)', { perHourAndAsker: 0 });
    expect(await over.check('a', { ...made('x'), rows: 0 }, never)).toMatchObject({ outcome: 'nothing', total: 0 });
  });
});
