// Loaded before every part of the portal: a supervisor that was killed cannot stop its parts, so they watch for it.
import { clearInterval, setInterval } from 'node:timers';

const supervisor = Number(process.env.PORTAL_SUPERVISOR_PID);

function isGone() {
  try {
    process.kill(supervisor, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

if (supervisor > 0) {
  const watch = setInterval(() => {
    if (!isGone()) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 30_000).unref();
  }, 500);
  watch.unref();
}
