/**
 * The part of this process's environment passed to a process that reads untrusted files: no password, no proxy, no
 * option of Node.
 */
export function childEnvironment(): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'production',
    // V8's compile cache, if this process has one: a decoder is ready after a third of the work.
    ...(process.env['NODE_COMPILE_CACHE'] ? { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] } : {}),
    ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {}),
  };
}
