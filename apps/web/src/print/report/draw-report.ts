import {
  type DrawnFile,
  type ExportedFile,
  type ReportFormat,
  type ReportOrder,
  type ReportStep,
  stepsOfReport,
} from '@haim/schema';
import { createTranslator } from 'use-intl/core';
import { messages } from '@/i18n/messages.ts';
import { showNumber, showSignificant } from '@/numbers/show.ts';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { shortHash } from '@/selection/use-snapshot.ts';
import { type PrintedTable } from '@/tables/printed-table.tsx';
import { type CopiedTable } from '@/tables/table-frame.tsx';
import { type Desk, Refused } from '../desk.ts';
import { refusalIn } from '../refusal-words.ts';
import { type Frames, withSheet } from '../sheet.tsx';
import { type Facts, factsReporter } from './facts.tsx';
import { type Block, type Part, type StudyReport, type TableBlock } from './parts.ts';
import { reportHtml } from './report-html.ts';
import { figureWidthMm } from './report-pages.ts';
import { reportPdf } from './report-pdf.ts';
import { type SectionName, sections, sectionsOf, type Taken } from './sections.ts';

export interface Step {
  readonly done: number;
  readonly of: number;
  readonly name: ReportStep;
}

const wordsIn = (language: ReportOrder['language']) =>
  createTranslator({ locale: language, messages: messages[language], namespace: 'report.document' });
type Words = ReturnType<typeof wordsIn>;

/** Refusals of the whole, whatever was asked: a report without most of its parts is not one. */
const isOfEverything = ({ code }: Refused): boolean =>
  code === null || code === 'UNAUTHENTICATED' || code === 'NOT_FOUND';

/**
 * Makes the report of a study: its pages one after another, then the document.
 *
 * @param onStep - called before each step with how many are done.
 * @throws Refused where the data changed meanwhile, so that its parts would be of different versions.
 */
export async function drawReport(desk: Desk, order: ReportOrder, onStep: (step: Step) => void): Promise<DrawnFile[]> {
  const t = wordsIn(order.language);
  const steps = stepsOfReport[order.contents];
  const step = (name: ReportStep) => onStep({ done: steps.indexOf(name), of: steps.length, name });
  step('gathering');
  const facts = await factsOf(desk);
  const gathered: Gathered = { recipe: null, methods: new Map() };
  const parts: Part[] = [];
  for (const name of sectionsOf(order.contents)) {
    step(name);
    parts.push({ id: name, title: t(`sections.${name}`), blocks: await blocksOf(desk, name, t, gathered) });
  }
  step('setting');
  const now = await factsOf(desk);
  if (now.dataVersion !== facts.dataVersion) {
    throw new Refused(
      'the data of the study changed while the report was made: make it again, or of a frozen data version',
      'CONFLICT',
    );
  }
  const methods = [...gathered.methods].map(([line, titles]): Block => {
    return { kind: 'text', title: titles.join('; '), lines: [line] };
  });
  parts.push({ id: 'methods', title: t('sections.methods'), blocks: methods });
  const report = reportOf(t, desk, order, facts, gathered, parts);
  const makers: Record<ReportFormat, () => Promise<Uint8Array | string>> = {
    pdf: () => reportPdf(report),
    html: () => reportHtml(report),
  };
  const files: DrawnFile[] = [];
  for (const format of order.formats) {
    files.push({
      name: `${facts.code}-${order.contents === 'study' ? 'report' : 'reporting'}-${order.madeOn}.${format}`,
      content: await makers[format](),
      holds: 'report' satisfies ExportedFile,
      rows: facts.n ?? 0,
    });
  }
  return files;
}

async function factsOf(desk: Desk): Promise<Facts> {
  let latest: Facts | null = null;
  // Nothing of an earlier question is an answer to this one.
  await desk.client.cache.reset();
  const page = factsReporter((facts) => (latest = facts));
  await withSheet(desk, { page, segment: 'report' }, async () => undefined);
  if (!latest) throw new Error('The study could not be read.');
  return latest;
}

/** What the parts say beside their blocks. */
interface Gathered {
  recipe: string | null;
  /** The titles of what was made in the way that a sentence says. */
  readonly methods: Map<string, readonly string[]>;
}

async function blocksOf(desk: Desk, name: SectionName, t: Words, gathered: Gathered): Promise<Block[]> {
  const blocks: Block[] = [];
  const taken: readonly Taken[] = sections[name];
  const isNarrowed = desk.selection.cohort !== null || desk.snapshot !== null;
  for (const sheet of taken) {
    if (sheet.readsImages && desk.snapshot?.keepsImages === false) {
      blocks.push({ kind: 'text', lines: [t('frozen')], isNote: true });
      continue;
    }
    if (sheet.isOfSelection === false && isNarrowed) {
      blocks.push({ kind: 'text', lines: [t('wholeStudy')], isNote: true });
    }
    const made = await withSheet(desk, sheet, (frames) => framed(frames, sheet, t, gathered)).catch(
      (error: unknown): Block[] => {
        if (!(error instanceof Refused) || isOfEverything(error)) throw error;
        return [{ kind: 'text', lines: [t('notShown', { reason: refusalIn(desk.language, error) })], isNote: true }];
      },
    );
    blocks.push(...made);
  }
  return blocks;
}

async function framed(frames: Frames, sheet: Taken, t: Words, gathered: Gathered): Promise<Block[]> {
  const figures = frames.figures.slice(0, sheet.figures);
  const tables =
    sheet.tables < 0 ? frames.tables.slice(sheet.tables) : frames.tables.slice(0, Math.min(sheet.tables, 99));
  if (figures.length + tables.length === 0) {
    return frames.empty ? [{ kind: 'text', lines: [t('notShown', { reason: frames.empty })], isNote: true }] : [];
  }
  const set = tables.map((table) => tableBlock(table(), gathered));
  const drawn: Block[] = [];
  for (const figure of figures) {
    await figure.wholly();
    const { svg, text } = await figure.draw({ widthMm: figureWidthMm, hasTitle: false, hasCaption: false });
    drawn.push({ kind: 'figure', svg, text });
    const { summary, title } = figure.props();
    if (sheet.hasResults && summary) drawn.push(resultsOf(summary, t('results', { title })));
  }
  // The first table is what the figure shows; the others go further.
  return [...set.slice(0, 1), ...drawn, ...set.slice(1)];
}

function tableBlock(
  { title, table, caption, origin, methods, provenance, isSynthetic }: ReturnType<CopiedTable>,
  gathered: Gathered,
): TableBlock {
  gathered.recipe ??= provenance.recipe;
  gathered.methods.set(methods, [...(gathered.methods.get(methods) ?? []), title]);
  // Each sheet says already that data are synthetic.
  return { kind: 'table', title, table, caption: [...caption, ...(isSynthetic ? origin.slice(0, -1) : origin)] };
}

/** The results of a figure as its page shows them in a table. */
function resultsOf({ columns, rows }: FigureRows, title: string): TableBlock {
  const shown = (value: string | number | null, c: number): string => {
    const { decimals, significant } = columns[c] ?? {};
    if (value === null) return '';
    if (typeof value !== 'number') return value;
    if (significant !== undefined) return showSignificant(value, significant);
    return decimals === undefined ? String(value) : showNumber(value, decimals);
  };
  const table: PrintedTable = {
    columns: columns.map(({ header }) => ({ header })),
    rows: rows.map((cells, r) => ({ id: String(r), cells: cells.map(shown) })),
  };
  return { kind: 'table', title, table, caption: [] };
}

function reportOf(
  t: Words,
  desk: Desk,
  order: ReportOrder,
  facts: Facts,
  gathered: Gathered,
  parts: readonly Part[],
): StudyReport {
  const ui = messages[order.language].ui;
  const { code, name, selection, n, dataVersion } = facts;
  const version = dataVersion === null ? '' : String(dataVersion);
  const named = createTranslator({
    locale: order.language,
    messages: messages[order.language],
    namespace: 'snapshots',
  });
  const snapshot = desk.snapshot
    ? [named('named', { name: desk.snapshot.name, hash: shortHash(desk.snapshot.sha256) })]
    : [];
  const given = (name_: string, value: string | null): (readonly [string, string])[] => (value ? [[name_, value]] : []);
  return {
    language: order.language,
    title: messages[order.language].report.titles[order.contents],
    contents: t('contents'),
    cover: {
      study: name,
      code,
      facts: [
        [t('study'), code],
        [t('version'), t('versionNow', { version })],
        ...given(t('snapshot'), desk.snapshot && `${desk.snapshot.name}, SHA-256 ${desk.snapshot.sha256}`),
        [t('cohort'), n === null ? selection : t('cohortOf', { selection, n })],
        [t('centres'), facts.centres.join('; ')],
        ...given(t('recipe'), gathered.recipe),
        ...given(t('cutoff'), facts.cutoffOn),
        [t('made'), t('madeBy', { date: order.madeOn, name: order.madeBy })],
      ],
      notes: [...(facts.isSynthetic ? [ui.syntheticLong] : []), t('research')],
      synthetic: facts.isSynthetic ? ui.synthetic : null,
      footer: t('footer', { study: code, version: [version, ...snapshot].join(' · '), selection, date: order.madeOn }),
    },
    parts: parts.filter(({ blocks }) => blocks.length > 0),
    continued: (title) => t('continued', { title }),
    page: (page, of) => t('page', { page, of }),
  };
}
