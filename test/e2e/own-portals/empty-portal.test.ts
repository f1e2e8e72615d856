import { AxeBuilder } from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProvider, registration } from '../../../apps/api/src/modules/auth/provider.fixture.ts';
import { launchChromium } from '../chromium.ts';
import { freePort, type StartedPortal, startPortalProcess, temporaryHome } from '../start-portal.ts';

/*
 * From a portal without anything to a study that is run: in the pages alone, without a command and without SQL. What one
 * test leaves, the next begins with.
 */
const password = 'four teapots on a shelf';
const mostClicks = 6;

/** Role by the name that a person reads, and the centre where it is for one. */
const people = [
  { name: 'Mara', role: 'Data manager', centre: null },
  { name: 'Nils', role: 'Centre staff', centre: 'N – North' },
  { name: 'Olga', role: 'Pathologist', centre: null },
  { name: 'Pavel', role: 'Investigator', centre: null },
  { name: 'Qing', role: 'Statistician', centre: null },
  { name: 'Rosa', role: 'Model developer', centre: null },
  { name: 'Sven', role: 'Monitor', centre: null },
] as const;

const { home, remove } = temporaryHome();
let portal: StartedPortal;
let provider: Awaited<ReturnType<typeof openProvider>>;
let browser: Browser;
let admin: Page;
/** The pages of those who were invited, by name. */
const pages = new Map<string, Page>();
const clicks: Record<string, number> = {};

beforeAll(async () => {
  const port = String(await freePort());
  provider = await openProvider(`http://localhost:${port}/api/auth/provider/callback`);
  const settings = {
    PORTAL_HOME: home,
    PORTAL_PORT: port,
    PORTAL_OIDC_ISSUER: provider.issuer,
    PORTAL_OIDC_CLIENT_ID: registration.clientId,
    PORTAL_OIDC_CLIENT_SECRET: registration.clientSecret,
    PORTAL_OIDC_LABEL: registration.label,
  };
  [portal, browser] = await Promise.all([
    startPortalProcess(settings, { args: ['--no-demonstration'] }),
    launchChromium(),
  ]);
  admin = await (await newContext()).newPage();
}, 600_000);
afterAll(async () => {
  await browser?.close();
  portal?.process.kill('SIGTERM');
  await portal?.ended;
  await provider?.close();
  remove();
});

function newContext(): Promise<BrowserContext> {
  return browser.newContext({ baseURL: portal.baseUrl, locale: 'en-GB', reducedMotion: 'reduce' });
}

/** A journey from the first page; typing is free, pressing is counted. */
async function journey(name: string, take: (click: (what: Locator) => Promise<void>) => Promise<void>): Promise<void> {
  await admin.goto('/');
  let n = 0;
  await take(async (what) => {
    n += 1;
    await what.click();
  });
  clicks[name] = Math.max(clicks[name] ?? 0, n);
}

const rail = (name: string) =>
  admin.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name, exact: true });
const dialog = () => admin.getByRole('dialog');

async function chooseByKeys(list: Locator, option: string): Promise<void> {
  const marked = admin.locator('[role=option][data-combobox-selected]').filter({ hasText: option });
  for (let n = 0; n < 10 && !(await marked.isVisible()); n += 1) await list.press('ArrowDown');
  await list.press('Enter');
}

async function acceptInvitation(page: Page, link: string, name: string, email?: string): Promise<void> {
  await page.goto(new URL(link).pathname);
  if (email) await page.getByLabel('Email').fill(email);
  await page.getByLabel('Name').fill(name);
  await page.locator('input[name=password]').fill(password);
  await page.getByRole('button', { name: 'Open my account' }).click();
  await page.getByRole('button', { name: `Account of ${name}` }).waitFor();
}

describe('an empty portal', () => {
  it('prints a link, by which its first administrator comes in', async () => {
    const [link] = /http:\/\/localhost:\d+\/invitation\/[\w-]{43}/.exec(portal.printed()) ?? [];
    await acceptInvitation(admin, link!, 'Ada', 'ada@site.org');
    await admin.getByText('There is no study yet').waitFor();
    const again = await (await newContext()).newPage();
    await again.goto(new URL(link!).pathname);
    await again.getByText('Somebody administers this portal already').waitFor();
    await again.context().close();
  });

  it('gets a study of three centres and two arms', async () => {
    await journey('new study', async (click) => {
      await click(admin.getByRole('link', { name: 'Make a study' }));
      await admin.getByRole('textbox', { name: 'Code' }).first().fill('HCC-1');
      await admin.getByRole('textbox', { name: 'Name', exact: true }).first().fill('HAIC in large HCC');
      const arms = admin.getByRole('region', { name: 'Arms' });
      await click(arms.getByRole('button', { name: 'Add an arm' }));
      const centres = admin.getByRole('region', { name: 'Centres' });
      for (let i = 0; i < 2; i += 1) await click(centres.getByRole('button', { name: 'Add a centre' }));
      for (const [i, code] of ['HAIC', 'HTI'].entries()) {
        await arms.getByRole('textbox', { name: 'Code' }).nth(i).fill(code);
        await arms.getByRole('textbox', { name: 'Name', exact: true }).nth(i).fill(`Arm ${code}`);
      }
      for (const [i, [code, name]] of [
        ['N', 'North'],
        ['S', 'South'],
        ['E', 'East'],
      ].entries()) {
        await centres.getByRole('textbox', { name: 'Code' }).nth(i).fill(code!);
        await centres.getByRole('textbox', { name: 'Name' }).nth(i).fill(name!);
      }
      await click(admin.getByRole('button', { name: 'Make the study' }));
      await admin.waitForURL('**/studies/HCC-1');
    });
    await admin.getByRole('heading', { name: 'HAIC in large HCC' }).waitFor();
    // A page that has nothing to show without patients says which page it is.
    await admin.goto('/studies/HCC-1/cohort');
    await admin.getByRole('heading', { name: 'Cohort', level: 1 }).waitFor();
    await admin.getByText('No patient yet').waitFor();
  });

  it.each(people)('$name is invited as $role and signs in', async ({ name, role, centre }) => {
    const email = `${name.toLowerCase()}@site.org`;
    let link = '';
    const invite = async (click: (what: Locator) => Promise<void>) => {
      await click(rail('People'));
      await click(admin.getByRole('button', { name: 'Invite', exact: true }));
      await dialog().getByLabel('Email').fill(email);
      await click(dialog().getByRole('combobox', { name: 'Role' }));
      await click(admin.getByRole('option', { name: role }));
      if (centre) await chooseByKeys(dialog().getByRole('combobox', { name: 'Centre' }), centre);
      await click(dialog().getByRole('button', { name: 'Create the link' }));
      link = await dialog().getByLabel('Invitation link').inputValue();
    };
    await journey('invite', invite);
    const page = await (await newContext()).newPage();
    pages.set(name, page);
    await acceptInvitation(page, link, name);
    await page.getByText(role).first().waitFor();
  });

  it('lets people sign in by the hospital’s provider, and says whom it does not know', async () => {
    async function comeAs(email: string): Promise<Page> {
      provider.state.person = { sub: `subject of ${email}`, email, email_verified: true };
      const page = await (await newContext()).newPage();
      await page.goto('/studies/HCC-1/cohort');
      await page.getByRole('link', { name: 'Sign in with Hospital' }).press('Enter');
      return page;
    }
    const stranger = await comeAs('stranger@site.org');
    await stranger.getByRole('alert').filter({ hasText: 'Hospital sent the address stranger@site.org' }).waitFor();
    expect(stranger.url()).not.toContain('stranger');
    for (const colorScheme of ['light', 'dark'] as const) {
      await stranger.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page: stranger }).analyze();
      expect(violations.map(({ id, nodes }) => [colorScheme, id, nodes.map(({ html }) => html)])).toEqual([]);
    }
    await stranger
      .getByRole('button', { name: '中文' })
      .or(stranger.getByRole('link', { name: '中文' }))
      .click();
    await stranger.getByRole('alert').filter({ hasText: 'Hospital提供的邮箱是 stranger@site.org' }).waitFor();

    const qing = await comeAs('qing@site.org');
    await qing.waitForURL('**/studies/HCC-1/cohort');
    await qing.getByRole('button', { name: 'Account of Qing' }).waitFor();
    for (const page of [stranger, qing]) await page.context().close();
  });

  it('gets a field of its own on a form, which staff enter', async () => {
    await journey('new field', async (click) => {
      await click(rail('Fields'));
      await click(admin.getByRole('button', { name: 'Add a field' }));
      await admin.getByRole('combobox', { name: 'Form' }).selectOption('demographics');
      await admin.getByRole('combobox', { name: 'Kind' }).selectOption('decimal');
      await admin.getByRole('textbox', { name: 'Label in English' }).fill('Waist');
      await admin.getByRole('textbox', { name: 'Label in Chinese' }).fill('腰围');
      await admin.getByRole('textbox', { name: 'Name', exact: true }).fill('waist');
      await admin.getByRole('textbox', { name: 'Unit' }).fill('cm');
      await click(admin.getByRole('button', { name: 'Publish', exact: true }));
      await admin.getByRole('row', { name: /Waist/ }).getByText('Published').first().waitFor();
    });
    const nils = pages.get('Nils')!;
    await nils.goto('/studies/HCC-1/entry');
    await nils.getByRole('button', { name: 'Add patient' }).first().click();
    const newPatient = nils.getByRole('dialog');
    await newPatient.locator('[data-field=code] input').fill('N-001');
    await newPatient.locator('[data-field=ageYears] input').fill('54');
    await newPatient.locator('[data-field=sex] input').first().focus();
    await nils.keyboard.press('1');
    await newPatient.locator('[data-field=own_waist] input').fill('92.5');
    await nils.keyboard.press('Control+Enter');
    await nils.waitForURL(/\/patients\//);
    await nils.goto(`${nils.url().split('?')[0]}?form=demographics`);
    await expect.poll(() => nils.locator('[data-field=own_waist] input').inputValue()).toBe('92.5');
  });

  it('moves somebody to another centre, with the next request', async () => {
    const nils = pages.get('Nils')!;
    await nils.goto('/studies/HCC-1/entry');
    await nils
      .getByText(/Patients of .*N\b/)
      .or(nils.getByRole('button', { name: 'Add patient' }))
      .first()
      .waitFor();
    await journey('change a role', async (click) => {
      await click(rail('People'));
      await click(admin.getByRole('button', { name: 'Change the membership of Nils' }));
      await click(dialog().getByRole('combobox', { name: 'Centre' }));
      await click(admin.getByRole('option', { name: 'S – South' }));
      await click(dialog().getByRole('button', { name: 'Save' }));
      await dialog().waitFor({ state: 'detached' });
    });
    await nils.reload();
    const access = await nils.evaluate(async () => {
      const query = '{ studies { code writableCentres } }';
      const headers = { 'content-type': 'application/json' };
      return (await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) })).json();
    });
    expect(access).toEqual({ data: { studies: [{ code: 'HCC-1', writableCentres: ['S'] }] } });
  });

  it('takes a membership away, and the next request is refused', async () => {
    const pavel = pages.get('Pavel')!;
    expect((await pavel.goto('/studies/HCC-1/cohort'))?.status()).toBe(200);
    await journey('revoke', async (click) => {
      await click(rail('People'));
      await click(admin.getByRole('button', { name: 'Change the membership of Pavel' }));
      await click(dialog().getByRole('button', { name: 'End membership' }));
      await click(dialog().getByRole('button', { name: 'End it now' }));
      await dialog().waitFor({ state: 'detached' });
    });
    expect((await pavel.goto('/studies/HCC-1/cohort'))?.status()).toBe(404);
  });

  it('shows the audit of the study, filters it, and saves it as a file', async () => {
    await journey('whole audit', async (click) => {
      await click(rail('Audit'));
      await click(admin.getByRole('combobox', { name: 'Form or table' }));
      await click(admin.getByRole('option', { name: 'Membership' }));
      await admin.waitForURL(/form=membership/);
      const downloading = admin.waitForEvent('download');
      await click(admin.getByRole('link', { name: 'Save as CSV' }));
      const lines = readFileSync((await (await downloading).path())!, 'utf8')
        .trimEnd()
        .split('\n');
      const kinds = lines
        .slice(1)
        .map((line) => ['create', 'correct', 'delete'].find((kind) => line.includes(`,${kind},`)));
      // Ada's own, seven accepted, one moved, one ended; the newest first.
      expect(kinds).toEqual(['delete', 'correct', ...Array.from({ length: 8 }, () => 'create')]);
    });
  });

  it('closes the study, and opens it again', async () => {
    await admin.goto('/studies/HCC-1/settings');
    await admin.getByLabel('Reason, for the audit trail').fill('The last patient was followed up');
    await admin.getByRole('button', { name: 'Close the study' }).click();
    await admin.getByText('This study has been closed since').waitFor();
    const nils = pages.get('Nils')!;
    await nils.goto('/studies/HCC-1/entry');
    await nils.getByText('Nothing is entered until the study is opened again').waitFor();
    await admin.getByLabel('Reason, for the audit trail').fill('One was found later');
    await admin.getByRole('button', { name: 'Open the study' }).click();
    await admin.getByText('This study has been closed since').waitFor({ state: 'detached' });
  });

  it('took few presses for each', () => {
    expect(Object.keys(clicks).toSorted()).toEqual([
      'change a role',
      'invite',
      'new field',
      'new study',
      'revoke',
      'whole audit',
    ]);
    for (const [name, n] of Object.entries(clicks)) expect(n, name).toBeLessThanOrEqual(mostClicks);
  });
});
