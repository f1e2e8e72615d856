import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { advisoriesOf, type Exception, judgeAdvisories } from './judge-advisories.ts';

/** `npm run audit`: known faults of the packages that the portal runs with, beside the stated exceptions. */
const exceptions = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'exceptions.json'), 'utf8'),
) as readonly Exception[];
const isWindows = process.platform === 'win32';
const { stdout, error } = spawnSync(isWindows ? 'npm.cmd' : 'npm', ['audit', '--omit=dev', '--json'], {
  cwd: path.resolve(import.meta.dirname, '../..'),
  encoding: 'utf8',
  maxBuffer: 64e6,
  shell: isWindows,
});
if (error) throw error;
const advisories = advisoriesOf(stdout);
const faults = judgeAdvisories(advisories, exceptions, new Date().toISOString().slice(0, 10));
for (const { package: name, severity, title, url } of advisories)
  console.log(`${severity.padEnd(9)} ${name}: ${title} ${url}`);
for (const fault of faults) console.error(fault);
console.log(`${advisories.length} known faults, ${exceptions.length} exceptions, ${faults.length} to be done`);
process.exitCode = faults.length === 0 ? 0 : 1;
