import { ApolloProvider } from '@apollo/client/react';
import { MantineProvider } from '@mantine/core';
import { unstable_createAdapterProvider as createAdapterProvider } from 'nuqs/adapters/custom';
import { type ComponentType, type ReactNode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { type CopiedFigure, CopiesFigures } from '@/charts/figure-languages.tsx';
import { LocaleProvider } from '@/i18n/locale-provider.tsx';
import { messages } from '@/i18n/messages.ts';
import { useCohort } from '@/selection/use-cohort.ts';
import { useSnapshot } from '@/selection/use-snapshot.ts';
import { SessionProvider } from '@/session/session.tsx';
import { type CopiedTable, CopiesTables } from '@/tables/table-frame.tsx';
import { theme } from '@/theme/theme.ts';
import { type Desk, Refused } from './desk.ts';
import { PlaceContext, usePlace } from './without-next/navigation.ts';

/** A page as it would be opened in a browser. */
export interface Sheet {
  readonly page: ComponentType;
  /** The part of the address that names it. */
  readonly segment: string;
  readonly search?: Readonly<Record<string, string>>;
  /** False where the page is of the whole study, whatever is selected. */
  readonly isOfSelection?: boolean;
}

/** The figures and tables of a page, in the order in which it shows them. */
export interface Frames {
  readonly figures: readonly CopiedFigure[];
  readonly tables: readonly CopiedTable[];
  /** What the page says where it has nothing to show. */
  readonly empty: string | null;
}

/** A page is complete once nothing was asked and nothing appeared for this long: longer than any pause of a page. */
const quietMs = 120;
const patienceMs = 120_000;

let sheets = 0;

/**
 * Opens a page without showing it, waits until it is complete, hands its figures and tables to `work`, and closes it.
 *
 * @throws Refused where the API refused what the page asked, or the selection is not one of this study.
 */
export async function withSheet<Result>(desk: Desk, sheet: Sheet, work: (frames: Frames) => Promise<Result>) {
  const host = document.createElement('div');
  document.body.append(host);
  const figures = new Set<CopiedFigure>();
  const tables = new Set<CopiedTable>();
  const problems = new Set<string>();
  const failures: unknown[] = [];
  const root = createRoot(host, {
    // Ids within drawings, which may be put into one document.
    identifierPrefix: `s${(sheets += 1)}`,
    onUncaughtError: (error) => failures.push(error),
  });
  const { search: chosen = {}, isOfSelection = true, segment, page: Page } = sheet;
  const { cohort, study } = desk.selection;
  const search = new URLSearchParams({
    ...chosen,
    ...(isOfSelection && cohort ? { f: cohort } : {}),
    ...(isOfSelection && desk.snapshot ? { snapshot: desk.snapshot.id } : {}),
  });
  let changes = 0;
  const kept =
    <One,>(all: Set<One>) =>
    (one: One) => {
      all.add(one);
      changes += 1;
      return () => void all.delete(one);
    };
  const [keepFigure, keepTable] = [kept(figures), kept(tables)];
  try {
    root.render(
      <LocaleProvider locale={desk.language} messages={messages[desk.language]}>
        <MantineProvider theme={theme} env="test">
          <PlaceContext value={{ study, segment, search }}>
            <Address>
              <ApolloProvider client={desk.client}>
                <SessionProvider session={desk.session}>
                  <CopiesFigures value={keepFigure}>
                    <CopiesTables value={keepTable}>
                      <Understood report={(problem) => problems.add(problem)} />
                      <Page />
                    </CopiesTables>
                  </CopiesFigures>
                </SessionProvider>
              </ApolloProvider>
            </Address>
          </PlaceContext>
        </MantineProvider>
      </LocaleProvider>,
    );
    await quiet(desk, () => changes);
    if (failures.length > 0) throw new Error('A page could not be drawn.', { cause: failures[0] });
    const [refusal] = desk.traffic.takeRefusals();
    if (refusal) throw refusal;
    for (const problem of problems) throw new Refused(problem);
    const said = [...(host.querySelector('[data-state="empty"]')?.querySelectorAll('p') ?? [])];
    const empty = said.length > 0 ? said.map((line) => line.textContent).join(' ') : null;
    return await work({ figures: [...figures], tables: [...tables], empty });
  } finally {
    root.unmount();
    host.remove();
  }
}

async function quiet({ traffic }: Desk, changes: () => number): Promise<void> {
  const end = Date.now() + patienceMs;
  let since = Date.now();
  let before = -1;
  while (Date.now() - since < quietMs) {
    if (Date.now() > end) throw new Error('A page did not become complete.');
    await new Promise((done) => setTimeout(done, 15));
    if (!traffic.isQuiet || changes() !== before) since = Date.now();
    before = changes();
  }
}

const Adapter = createAdapterProvider(() => ({ searchParams: usePlace().search, updateUrl: () => undefined }));

/** What the address of a page would say. */
function Address({ children }: { children: ReactNode }) {
  return <Adapter>{children}</Adapter>;
}

/** A page shows what it did not understand of its address; a file of something else than was ordered is not made. */
function Understood({ report }: { report: (problem: string) => void }) {
  const { issues } = useCohort();
  const { isUnknown } = useSnapshot();
  useEffect(() => {
    for (const { part, expected } of issues) report(`cohort: ${part}: expected ${expected.en}`);
    if (isUnknown) report('snapshot: the study has none of this id');
  });
  return null;
}
