// Loaded before anything else into the process that runs webR and into its threads: nothing there opens a connection, waits
// for one or starts a program. Runs under plain Node: erasable TypeScript only.
import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

function refuse(): never {
  throw new Error('there is no network, and no other program, for R here');
}

// Beneath tls, http, https and fetch, which all connect by a socket of net.
for (const [owner, names] of [
  [net.Socket.prototype, ['connect']],
  [net.Server.prototype, ['listen']],
  [net, ['connect', 'createConnection', 'createServer']],
  [dgram, ['createSocket']],
  [dgram.Socket.prototype, ['bind', 'connect', 'send']],
  [dns, ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny']],
  [childProcess, ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync']],
  [childProcess.ChildProcess.prototype, ['spawn']],
] as const) {
  for (const name of names) Object.defineProperty(owner, name, { value: refuse });
}
syncBuiltinESMExports();
globalThis.fetch = () => Promise.reject(new Error('there is no network for R here'));
