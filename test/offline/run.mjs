// The bundle on a machine without any network, as an ordinary user: `npm run offline [-- BUNDLE.tar.gz]`. Makes a bundle
// where none is named, and runs inside.mjs in a network namespace that has no route. Plain JavaScript, as what it starts.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const isRoot = process.getuid?.() === 0;
/** An account that may do nothing in particular. */
const nobody = 65_534;

/** Up to here with the rights that bringing up the loopback takes, from here on as an ordinary user. */
const ordinary = isRoot
  ? `exec setpriv --reuid=${nobody} --regid=${nobody} --clear-groups -- "$@"`
  : `exec unshare --user --map-user=${process.getuid?.()} --map-group=${process.getgid?.()} -- "$@"`;
const namespace = ['unshare', ...(isRoot ? [] : ['--user', '--map-root-user']), '--net', '--', 'sh', '-c'];
const inside = (...command) => [...namespace, `ip link set lo up && ${ordinary}`, 'sh', ...command];

function canIsolate() {
  const [file, ...args] = inside('true');
  return process.platform === 'linux' && spawnSync(file, args).status === 0;
}

if (!canIsolate()) {
  console.log('Skipped: this machine does not let its users make a network namespace (unshare --net, ip link).');
  process.exit(0);
}

const scratch = mkdtempSync(path.join(os.tmpdir(), 'portal-offline-'));
try {
  let bundle = process.argv[2] && path.resolve(process.env['INIT_CWD'] ?? '.', process.argv[2]);
  if (!bundle) {
    bundle = path.join(scratch, 'bundle.tar.gz');
    const made = spawnSync(path.join(root, 'bin/portal'), ['bundle', bundle], { stdio: 'inherit' });
    if (made.status !== 0) throw new Error('no bundle could be made');
  }
  chmodSync(scratch, 0o777);
  const script = path.join(scratch, 'inside.mjs');
  copyFileSync(path.join(import.meta.dirname, 'inside.mjs'), script);
  chmodSync(script, 0o644);
  chmodSync(bundle, 0o644);
  const unpacked = path.join(scratch, 'unpacked');
  const steps = `mkdir -m 700 ${unpacked} && tar -xzf "$1" -C ${unpacked} && cd ${unpacked}/*/ && exec node/bin/node ${script}`;
  const [file, ...args] = inside('sh', '-c', steps, 'sh', bundle);
  const run = spawnSync(file, args, {
    stdio: 'inherit',
    // Nothing of this machine's Node or settings helps it.
    env: { HOME: scratch, PATH: '/usr/bin:/bin', TMPDIR: scratch },
  });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
}
