import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/*
 * What stands beside the portal for those who run it: a unit of systemd, a container and its composition. Nothing here starts
 * them; what each of them names has to be there.
 */

const root = path.join(import.meta.dirname, '..');
const read = (place: string) => readFileSync(path.join(root, place), 'utf8');
const settings = new Set([...`${read('docs/operations.md')}${read('docs/backup.md')}`.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name)); // prettier-ignore
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

describe('deploy/portal.service', () => {
  const unit = read('deploy/portal.service');

  it.skipIf(!hasSystemd)('is what systemd takes', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'unit-'));
    const program = path.join(folder, 'portal');
    writeFileSync(program, '#!/bin/sh\n');
    chmodSync(program, 0o755);
    const file = path.join(folder, 'portal.service');
    writeFileSync(file, unit.replaceAll('/opt/haim-portal/portal', program));
    const { status, stderr, stdout } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    expect([status, stderr + stdout]).toEqual([0, '']);
    // A word that systemd does not know is what it would say something about.
    writeFileSync(file, unit.replace('KillMode=', 'KillModus='));
    expect(spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' }).stderr).toContain('KillModus');
  });

  it('sets what the portal knows', () => {
    const named = [...unit.matchAll(/^Environment=(\w+)=/gm)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !settings.has(name))).toEqual([]);
  });
});

describe('deploy/Dockerfile', () => {
  const lines = read('deploy/Dockerfile').replaceAll('\\\n', ' ').split('\n').filter((line) => !/^(#|\s*$)/.test(line)); // prettier-ignore
  const known = ['FROM', 'ARG', 'RUN', 'ADD', 'USER', 'ENV', 'VOLUME', 'EXPOSE', 'STOPSIGNAL', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD']; // prettier-ignore
  const of = (word: string) => lines.filter((line) => line.startsWith(`${word} `));

  it('has instructions that there are, runs as an ordinary user, and names its image by version', () => {
    expect(lines.filter((line) => !known.includes(line.split(' ')[0]!))).toEqual([]);
    expect(of('FROM')).toHaveLength(1);
    expect(of('FROM')[0]).toMatch(/^FROM [a-z]+:\d/);
    expect(lines.indexOf(of('USER').at(-1)!)).toBeLessThan(lines.indexOf(of('ENTRYPOINT')[0]!));
    expect(of('USER').at(-1)).not.toMatch(/root|\b0\b/);
  });

  it('starts and looks after it by lists of words, and sets what the portal knows', () => {
    for (const line of [...of('ENTRYPOINT'), ...of('CMD'), ...of('HEALTHCHECK')]) {
      const words = JSON.parse(/\[.*\]$/.exec(line)![0]) as unknown;
      expect(words).toEqual(expect.arrayContaining([expect.any(String)]));
    }
    const named = of('ENV').flatMap((line) => [...line.matchAll(/(\w+)=/g)].map(([, name]) => name));
    expect(named.filter((name) => !settings.has(name))).toEqual([]);
    expect(read('deploy/Dockerfile')).toContain('/opt/haim-portal/portal');
  });
});

describe('deploy/compose.yaml', () => {
  const text = read('deploy/compose.yaml');

  it('sets what the portal and PostgreSQL know, and no password', () => {
    const named = [...text.matchAll(/^ {6}([A-Z][A-Z0-9_]+): (.*)$/gm)];
    expect(named.length).toBeGreaterThan(3);
    const ofPostgres = ['POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD'];
    expect(named.map(([, name]) => name).filter((name) => !settings.has(name) && !ofPostgres.includes(name!))).toEqual(
      [],
    );
    for (const [, name, value] of named) if (/PASSWORD/.test(name!)) expect(value).toMatch(/^\$\{/);
  });

  it('keeps the data of each service in a volume that it declares', () => {
    const [services = '', volumes = ''] = text.split(/^volumes:$/m);
    const used = [...services.matchAll(/^ {6}- ([a-z]+):\//gm)].map(([, name]) => name!);
    const declared = [...volumes.matchAll(/^ {2}([a-z]+):$/gm)].map(([, name]) => name!);
    expect(new Set(used)).toEqual(new Set(declared));
    expect(services).not.toContain('\t');
  });
});
