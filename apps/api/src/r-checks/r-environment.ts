/** Where R and its packages are; nothing else of this process's environment is R's business. */
const passed = ['PATH', 'HOME', 'R_HOME', 'R_LIBS', 'R_LIBS_SITE', 'R_LIBS_USER', 'SystemRoot', 'LD_LIBRARY_PATH'];

/**
 * The environment of R: no password, no proxy, no profile.
 *
 * @param temporary - the folder in which R keeps what it needs while it runs; the system's if not set.
 */
export function rEnvironment(temporary?: string): NodeJS.ProcessEnv {
  const own = Object.fromEntries(
    passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  return {
    ...own,
    ...(temporary === undefined ? {} : { TMPDIR: temporary }),
    LC_ALL: 'C.UTF-8',
    LANGUAGE: 'en',
    // One check is one core's work: a library of linear algebra would take all of them.
    OPENBLAS_NUM_THREADS: '1',
    OMP_NUM_THREADS: '1',
  };
}
