/**
 * Takes the pictures of README.md from a running portal with its demonstration, in which slides are scored:
 *
 *   PORTAL_ADDRESS=http://localhost:3000 PORTAL_DEMO_PASSWORD=… node --import ./bin/typescript.mjs docs/images/make-images.ts
 *
 * All of them, or those whose names follow: `… make-images.ts cohort survival`.
 */
import { join } from 'node:path';
import sharp from 'sharp';
import { launchChromium } from '../../test/e2e/chromium.ts';

const address = process.env['PORTAL_ADDRESS'] ?? 'http://localhost:3000';
const password = process.env['PORTAL_DEMO_PASSWORD'] ?? '';
const study = '/studies/HAIC-DEMO';

interface Picture {
  readonly name: string;
  readonly as: 'investigator@demo.local' | 'staff.nfh@demo.local';
  readonly path: string | ((ask: Ask) => Promise<string>);
  readonly locale?: 'en' | 'zh';
  readonly scheme?: 'light' | 'dark';
  readonly height?: number;
}
interface Row {
  readonly id: string;
  readonly evaluationSet?: string;
  readonly inferences?: readonly { readonly status: string }[];
}
type Ask = (query: string) => Promise<Record<string, Row[]>>;

const pictures: readonly Picture[] = [
  { name: 'survival', as: 'investigator@demo.local', path: `${study}/survival`, height: 900 },
  { name: 'cohort', as: 'investigator@demo.local', path: `${study}/cohort`, height: 900 },
  { name: 'models', as: 'investigator@demo.local', path: `${study}/models`, height: 1000 },
  {
    name: 'slide',
    as: 'investigator@demo.local',
    path: async (ask) => {
      const { slides = [] } = await ask('{ slides(study: "HAIC-DEMO") { id evaluationSet inferences { status } } }');
      const scored = slides.find(
        ({ evaluationSet, inferences = [] }) =>
          evaluationSet !== 'training' && inferences.some(({ status }) => status === 'done'),
      );
      if (!scored) throw new Error('No slide of a test set is scored yet: run a model on the slides first.');
      return `${study}/slides/${scored.id}`;
    },
    height: 900,
  },
  {
    name: 'entry',
    as: 'staff.nfh@demo.local',
    path: async (ask) => {
      const answer = await ask('{ slides(study: "HAIC-DEMO") { id: patientId } }');
      return `${study}/patients/${answer['slides']?.[0]?.id}?form=baseline`;
    },
    height: 780,
  },
  {
    name: 'survival-zh-dark',
    as: 'investigator@demo.local',
    path: `${study}/survival`,
    locale: 'zh',
    scheme: 'dark',
    height: 900,
  },
];

const wanted = process.argv.slice(2);
const browser = await launchChromium();
for (const { name, as, path, locale = 'en', scheme = 'light', height = 800 } of pictures) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const context = await browser.newContext({
    viewport: { width: 1366, height },
    colorScheme: scheme,
    baseURL: address,
  });
  await context.addCookies([{ name: 'locale', value: locale, url: address }]);
  await context.addInitScript((value) => localStorage.setItem('mantine-color-scheme-value', value), scheme);
  const signedIn = await context.request.post('/api/auth/sign-in/email', {
    data: { email: as, password },
    headers: { origin: address },
  });
  if (!signedIn.ok()) throw new Error(`${as} could not sign in: ${signedIn.status()}`);
  const ask: Ask = async (query) => {
    const answer = (await (await context.request.post('/graphql', { data: { query } })).json()) as {
      data: Record<string, Row[]>;
    };
    return answer.data;
  };
  const page = await context.newPage();
  await page.goto(typeof path === 'string' ? path : await path(ask));
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => document.querySelector('[aria-busy=true], .mantine-Skeleton-root') === null);
  // Tiles and figures are drawn after the last answer, on a busy machine long after.
  await page.waitForTimeout(8_000);
  // 256 colours are enough for a page, and a third of the bytes.
  const picture = sharp(await page.screenshot()).png({ palette: true, effort: 10 });
  await picture.toFile(join(import.meta.dirname, `${name}.png`));
  await context.close();
}
await browser.close();
