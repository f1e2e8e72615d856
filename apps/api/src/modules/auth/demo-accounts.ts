import { type addMembership } from '../studies/index.ts';
import { ensureAccount } from './accounts.ts';
import { type PortalAuth } from './create-auth.ts';

export const demoStudy = 'HAIC-DEMO';

/** Runs the portal beside being in the study. */
const operator = 'operator@demo.local';

/** The accounts of the demonstration; `centre` null is every centre of the study. */
export const demoAccounts = [
  { email: 'admin@demo.local', name: 'Demo administrator', role: 'administrator', centre: null },
  { email: 'investigator@demo.local', name: 'Demo investigator', role: 'investigator', centre: null },
  { email: 'staff.nfh@demo.local', name: 'Demo staff, NFH', role: 'staff', centre: 'NFH' },
  { email: 'staff.fahsyu@demo.local', name: 'Demo staff, FAHSYU', role: 'staff', centre: 'FAHSYU' },
  { email: 'manager@demo.local', name: 'Demo data manager', role: 'dataManager', centre: null },
  { email: 'reader1@demo.local', name: 'Demo reader 1', role: 'reader', centre: null },
  { email: 'reader2@demo.local', name: 'Demo reader 2', role: 'reader', centre: null },
  { email: 'adjudicator@demo.local', name: 'Demo adjudicator', role: 'adjudicator', centre: null },
  { email: 'second@demo.local', name: 'Demo second-entry clerk', role: 'secondEntry', centre: null },
  { email: 'pathologist@demo.local', name: 'Demo pathologist', role: 'pathologist', centre: null },
  { email: 'statistician@demo.local', name: 'Demo statistician', role: 'statistician', centre: null },
  { email: 'modeler@demo.local', name: 'Demo model developer', role: 'modelDeveloper', centre: null },
  { email: 'monitor@demo.local', name: 'Demo monitor', role: 'monitor', centre: null },
  // Decides on models as well, and as an investigator sees what was measured of them.
  { email: operator, name: 'Demo portal administrator', role: 'investigator', centre: null },
] as const;

/** Makes the demonstration's accounts, brings them to this password, and gives them their part in its study. */
export async function createDemoAccounts(
  portalAuth: PortalAuth,
  password: string,
  join: (member: Parameters<typeof addMembership>[1]) => Promise<void>,
  administer: (userId: string) => Promise<void>,
): Promise<void> {
  for (const { email, name, role, centre } of demoAccounts) {
    const userId = await ensureAccount(portalAuth, { email, name, password });
    await join({ userId, study: demoStudy, role, centre });
    if (email === operator) await administer(userId);
  }
}
