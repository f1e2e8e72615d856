/**
 * The part of this process's environment passed to a process that reads untrusted files: no password, no proxy, no Node
 * option.
 */
export function childEnvironment(): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'production',
    ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {}),
  };
}
