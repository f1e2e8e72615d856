import { type DatabaseUrls } from './prepare-database.ts';
import { loadDemoCourses, loadDemonstration, loadDemoPaper } from '../demonstration/load-demonstration.ts';
import { secretOf } from '../db/secrets.ts';
import { createAuth } from '../modules/auth/create-auth.ts';
import { createDemoAccounts, demoAccounts } from '../modules/auth/demo-accounts.ts';
import { goodPassword, passwordFault } from '../modules/auth/password-policy.ts';
import { addMembership, addPortalAdministrator } from '../modules/studies/declare-study.ts';
import { type Settings, SettingsError } from '../settings.ts';

const passwordLength = 16;

/** The password of the demonstration's accounts: the one that is set, else one made once for this PORTAL_HOME. */
export function demoPasswordOf({ home, demoPassword }: Settings): string {
  return demoPassword ?? secretOf(home, 'demo-password').slice(0, passwordLength);
}

/** @throws SettingsError where the password that is set would be refused to one of the accounts. */
export async function checkDemoPassword({ demoPassword }: Pick<Settings, 'demoPassword'>): Promise<void> {
  if (demoPassword === null) return;
  for (const account of demoAccounts) {
    const fault = await passwordFault(demoPassword, account);
    if (fault !== null) throw new SettingsError(`PORTAL_DEMO_PASSWORD ${fault}: ${goodPassword}.`);
  }
}

/** Loads the synthetic study where it is missing and opens its accounts. Safe to repeat. */
export async function prepareDemonstration({
  settings,
  urls,
  authSecret,
  say,
}: {
  settings: Settings;
  urls: DatabaseUrls;
  authSecret: string;
  say: (line: string) => void;
}): Promise<string> {
  const password = demoPasswordOf(settings);
  if (await loadDemonstration(urls)) say('Demonstration: 378 synthetic patients are imported');
  const courses = await loadDemoCourses(urls);
  if (courses.length > 0) say(`Demonstration: synthetic ${courses.join(', ')} are imported`);
  if (await loadDemoPaper(urls)) say('Demonstration: the claims of its publication are added');
  const portalAuth = createAuth({ authUrl: urls.authUrl, secret: authSecret, publicUrl: settings.publicUrl });
  try {
    await createDemoAccounts(
      portalAuth,
      password,
      (member) => addMembership(urls.ownerUrl, member),
      (userId) => addPortalAdministrator(urls.ownerUrl, userId),
    );
  } finally {
    await portalAuth.close();
  }
  return password;
}
