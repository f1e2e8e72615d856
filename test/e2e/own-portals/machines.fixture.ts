import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environment, repositoryRoot } from '../start-portal.ts';

/*
 * Machines on one machine: each is a network namespace of Linux with an address of its own on a common switch, and a cable
 * that can be pulled. The tests stand at the switch. Needs root and `ip`.
 */

const net = '10.213.57';
const bridge = 'haim-switch';

const ip = (...args: string[]): string => {
  const run = spawnSync('ip', args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`ip ${args.join(' ')}: ${run.stderr}`);
  return run.stdout;
};
/** Whether it worked: what is removed may not be there. */
const tryIp = (...args: string[]): boolean => spawnSync('ip', args).status === 0;

/** Why machines cannot be made here; null where they can. */
export function noMachines(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs root on Linux';
  if (spawnSync('ip', ['-V']).status !== 0) return 'needs ip (iproute2)';
  const isAllowed = tryIp('netns', 'add', 'haim-try');
  tryIp('netns', 'del', 'haim-try');
  return isAllowed ? null : 'network namespaces are not allowed here';
}

export interface Machine {
  readonly name: string;
  readonly address: string;
  /** A program on it; what it prints goes into a file. */
  start(command: readonly string[], settings: Record<string, string>): ChildProcess;
  /** A program on it, to its end: what it printed. */
  run(command: readonly string[], settings: Record<string, string>): Promise<string>;
  /** Pulls the cable: nothing goes in or out, and nobody is told. */
  unplug(): void;
  plug(): void;
  /** Ends all of its processes at once, as a power cut does. */
  cutPower(): void;
}

export interface Machines {
  add(name: string): Machine;
  remove(): void;
}

/** @param folder - where the machines' programs write what they print. */
export function openMachines(folder: string): Machines {
  const names: string[] = [];
  tryIp('link', 'del', bridge);
  ip('link', 'add', bridge, 'type', 'bridge');
  ip('addr', 'add', `${net}.1/24`, 'dev', bridge);
  ip('link', 'set', bridge, 'up');

  function add(name: string): Machine {
    const space = `haim-${name}`;
    const cable = `haim${name}`;
    const address = `${net}.${names.push(name) + 1}`;
    // Of a run that was killed.
    tryIp('netns', 'del', space);
    tryIp('link', 'del', cable);
    ip('netns', 'add', space);
    ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
    ip('link', 'set', cable, 'master', bridge);
    ip('link', 'set', cable, 'up');
    ip('-n', space, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
    ip('-n', space, 'link', 'set', 'eth0', 'up');
    ip('-n', space, 'link', 'set', 'lo', 'up');
    const printed = path.join(folder, `${name}.log`);
    writeFileSync(printed, '');

    function start(command: readonly string[], settings: Record<string, string>): ChildProcess {
      const child = spawn('ip', ['netns', 'exec', space, process.execPath, ...command], {
        cwd: repositoryRoot,
        env: environment(settings),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (text: Buffer) => appendFileSync(printed, text));
      return child;
    }

    return {
      name,
      address,
      start,
      run(command, settings) {
        const child = start(command, settings);
        let text = '';
        child.stdout?.setEncoding('utf8').on('data', (part: string) => (text += part));
        return new Promise((resolve, reject) =>
          child.once('close', (code) =>
            code === 0
              ? resolve(text)
              : reject(new Error(`${command.join(' ')} on ${name} ended with ${code}: ${text}`)),
          ),
        );
      },
      unplug: () => void ip('link', 'set', cable, 'down'),
      plug: () => void ip('link', 'set', cable, 'up'),
      cutPower() {
        const pids = ip('netns', 'pids', space).split('\n').filter(Boolean).map(Number);
        for (const pid of pids) {
          try {
            process.kill(pid, 'SIGKILL');
          } catch {
            // It ended by itself.
          }
        }
      },
    };
  }

  return {
    add,
    remove() {
      for (const name of names) {
        const space = `haim-${name}`;
        for (const pid of ip('netns', 'pids', space).split('\n').filter(Boolean)) spawnSync('kill', ['-9', pid]);
        tryIp('netns', 'del', space);
        tryIp('link', 'del', `haim${name}`);
      }
      tryIp('link', 'del', bridge);
    },
  };
}
