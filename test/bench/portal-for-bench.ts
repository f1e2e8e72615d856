import { startPortalProcess, temporaryHome } from '../e2e/start-portal.ts';

/**
 * A portal of its own with the demonstration, signed in; `stop` removes it and its data. As for tests end to end, another
 * one is named by PORTAL_UNDER_TEST, PORTAL_HOME and PORTAL_DEMO_PASSWORD, and stays.
 */
export async function portalForBench(email = 'investigator@demo.local'): Promise<{
  baseUrl: string;
  cookie: string;
  home: string;
  /** Of another account of the demonstration. */
  cookieOf: (email: string) => Promise<string>;
  stop: () => Promise<void>;
}> {
  const given = process.env['PORTAL_UNDER_TEST'];
  const { PORTAL_HOME: givenHome = '', PORTAL_DEMO_PASSWORD: givenPassword = '' } = process.env;
  const password = given ? givenPassword : 'a password for the bench';
  const { baseUrl, home, stop } = given
    ? { baseUrl: given, home: givenHome, stop: async () => undefined }
    : await started(password);
  const cookieOf = async (who: string): Promise<string> => {
    const answer = await fetch(`${baseUrl}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: who, password }),
    });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
    if (!answer.ok || !cookie) throw new Error(`The bench could not sign in: ${answer.status}`);
    return cookie;
  };
  const cookie = await cookieOf(email).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { baseUrl, cookie, home, cookieOf, stop };
}

async function started(password: string) {
  const { home, remove } = temporaryHome();
  const portal = await startPortalProcess({ PORTAL_HOME: home, PORTAL_DEMO_PASSWORD: password }).catch(
    (error: unknown) => {
      remove();
      throw error;
    },
  );
  const stop = async (): Promise<void> => {
    portal.process.kill('SIGTERM');
    await portal.ended;
    remove();
  };
  return { baseUrl: portal.baseUrl, home, stop };
}
