import { startPortalProcess, temporaryHome } from '../e2e/start-portal.ts';

/** A portal of its own with the demonstration, signed in; `stop` removes it and its data. */
export async function portalForBench(email = 'investigator@demo.local'): Promise<{
  baseUrl: string;
  cookie: string;
  home: string;
  stop: () => Promise<void>;
}> {
  const { home, remove } = temporaryHome();
  const password = 'a password for the bench';
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
  const answer = await fetch(`${portal.baseUrl}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (!answer.ok || !cookie) {
    await stop();
    throw new Error(`The bench could not sign in: ${answer.status}`);
  }
  return { baseUrl: portal.baseUrl, cookie, home, stop };
}
