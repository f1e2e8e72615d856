/** What a process that reads untrusted files gets of this one's environment: no password, no proxy, no Node option. */
export function childEnvironment(): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'production',
    ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {}),
  };
}
