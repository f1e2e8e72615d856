import {
  type DrawnFile,
  type DrawnFigureName,
  type ExportedFile,
  type FigureOrder,
  isLandmark,
  isParted,
  readLandmark,
  readParted,
} from '@haim/schema';
import { figureCsv } from '@/charts/figure-csv.ts';
import { pictureKinds } from '@/charts/figure-choice.ts';
import { svgFile } from '@/charts/figure-files.ts';
import { type CopiedFigure } from '@/charts/figure-languages.tsx';
import { ModelsView } from '@/features/models/models-view.tsx';
import { CourseFigures } from '@/features/response/course-figures.tsx';
import { SafetyView } from '@/features/safety/safety-view.tsx';
import { CurvesView } from '@/features/survival/curves-view.tsx';
import { MonthsView } from '@/features/survival/months-view.tsx';
import { endpoints } from '@/features/survival/use-survival-state.ts';
import { BaselineTable } from '@/features/tables/baseline-table.tsx';
import { ResponseTables } from '@/features/tables/response-tables.tsx';
import { withHead, withOrigin } from '@/tables/provenance.ts';
import { type CopiedTable } from '@/tables/table-frame.tsx';
import { type DrawnFigure } from '@/charts/use-figure-drawing.tsx';
import { type Desk, Refused } from './desk.ts';
import { pictureInDots } from './dots.ts';
import { carriedFonts } from './print-fonts.ts';
import { type Sheet, withSheet } from './sheet.tsx';
import { tableFigure } from './table-figure.ts';

/** In an address: everybody together. */
const noGroups = 'none';

interface FigureSheet extends Sheet {
  /** Its tables are not wanted, only what makes the numbers of the figure again. */
  readonly scriptAlone?: boolean;
}

/** The pages whose figures and scripts make up a figure of the command line. */
function sheetsOf({ figure, endpoint, groupBy }: FigureOrder): readonly FigureSheet[] {
  const by = groupBy ?? noGroups;
  const curves = { ep: endpoint, by };
  const sheets: Record<DrawnFigureName, readonly FigureSheet[]> = {
    survival: [
      { page: CurvesView, segment: 'survival', search: curves },
      { page: MonthsView, segment: 'survival', search: { ...curves, show: 'months' }, scriptAlone: true },
    ],
    response: [
      { page: ResponseTables, segment: 'tables', search: { table: 'response', by } },
      { page: CourseFigures, segment: 'response', search: { by } },
    ],
    table1: [{ page: BaselineTable, segment: 'tables', search: { table: 'baseline', by } }],
    safety: [{ page: SafetyView, segment: 'safety', search: { by } }],
    roc: [{ page: ModelsView, segment: 'models', isOfSelection: false }],
  };
  return sheets[figure];
}

/**
 * Draws a figure for the command line: its pictures as SVG, its values as CSV, and what makes its numbers again in R.
 *
 * @throws Refused where the study has no such grouping, or the page has nothing to show.
 */
export async function drawFigure(desk: Desk, order: FigureOrder): Promise<DrawnFile[]> {
  checkOrder(desk, order);
  const files: DrawnFile[] = [];
  for (const sheet of sheetsOf(order)) {
    // Of a snapshot that was made before images were kept, the rates alone are the figure.
    if (sheet.page === CourseFigures && desk.snapshot?.keepsImages === false) continue;
    const made = await withSheet(desk, sheet, async ({ figures, tables, empty }) => {
      if (sheet.scriptAlone) return scriptOf(tables, files[0]?.name.replace(/(-\d+dpi)?\.(svg|png|tif)$/, ''));
      if (figures.length === 0 && tables.length === 0) {
        throw new Refused(empty ?? 'the page has nothing to show for this selection');
      }
      const shown = order.figure === 'roc' ? figures.slice(0, 1) : figures;
      const drawn = [];
      for (const figure of shown) drawn.push(...(await filesOfFigure(figure, order)));
      if (order.figure === 'table1')
        for (const table of tables) drawn.push(...(await picturesOfTable(desk, table, order)));
      const taken = drawn.map(({ name }) => name);
      return [...drawn, ...tables.map((table) => csvOfTable(desk, table, taken)), ...(await scriptOf(tables))];
    }).catch((error: unknown) => {
      // The figures patient by patient are an addition: where there is no image, the rates are the figure.
      if (error instanceof Refused && sheet.page === CourseFigures) return [];
      throw error;
    });
    files.push(...made);
  }
  return files.filter(({ name }, at) => files.findIndex((one) => one.name === name) === at);
}

function checkOrder({ session, selection }: Desk, { figure, endpoint, groupBy }: FigureOrder): void {
  if (figure === 'survival' && !endpoints.some((one) => one === endpoint)) {
    throw new Refused(`endpoint: ${endpoint} is not one of ${endpoints.join(', ')}`);
  }
  const offered = session.studies.find(({ code }) => code === selection.study)?.groupings ?? [];
  const names = offered.map(({ variable }) => variable);
  if (groupBy === null || figure === 'roc' || names.includes(groupBy)) return;
  if (isParted(groupBy) && readParted(groupBy)) return;
  if (figure === 'survival' && isLandmark(groupBy) && readLandmark(groupBy).landmark) return;
  throw new Refused(`group: ${groupBy} is not one of ${[...names, noGroups].join(', ')}`);
}

async function filesOfFigure(figure: CopiedFigure, order: FigureOrder): Promise<DrawnFile[]> {
  const values = await figure.wholly();
  const drawn = await figure.draw({ widthMm: order.widthMm, hasTitle: true, hasCaption: true });
  const { fileName, summary, reproduces, title, caption, provenance } = figure.props();
  const head = [title, ...caption, ...provenance];
  const rows = values.rows.length;
  return [
    ...(await picturesOf(drawn, fileName, order, { holds: 'figure', rows })),
    { name: `${fileName}.csv`, content: figureCsv(values), holds: 'figurePoints' satisfies ExportedFile, rows },
    ...(summary
      ? [
          {
            name: `${fileName}-results.csv`,
            content: figureCsv(summary),
            holds: 'figureResults' satisfies ExportedFile,
            rows: summary.rows.length,
          },
        ]
      : []),
    ...(reproduces ? filesInR({ ...(await reproduces()), fileName, head, shownRows: rows }) : []),
  ];
}

/** A drawing in each of the formats that were ordered. */
async function picturesOf(
  drawn: DrawnFigure,
  fileName: string,
  { formats, widthMm }: FigureOrder,
  { holds, rows }: { readonly holds: ExportedFile; readonly rows: number },
): Promise<DrawnFile[]> {
  const pictures: DrawnFile[] = [];
  for (const format of formats) {
    const { extension, dpi } = pictureKinds[format];
    if (dpi === null) continue;
    const content = await pictureInDots(drawn, { widthMm, dpi, kind: extension });
    pictures.push({ name: `${fileName}-${dpi}dpi.${extension}`, content, holds, rows });
  }
  // Last: it puts its fonts into the drawing.
  if (formats.includes('svg')) {
    pictures.unshift({
      name: `${fileName}.svg`,
      content: await svgFile(drawn, { widthMm }, carriedFonts),
      holds,
      rows,
    });
  }
  return pictures;
}

function picturesOfTable(desk: Desk, table: CopiedTable, order: FigureOrder): Promise<DrawnFile[]> {
  const { fileName, numbers } = table();
  const drawn = tableFigure(desk, table(), order.widthMm);
  return picturesOf(drawn, fileName, order, { holds: 'table', rows: numbers.rows.length });
}

function csvOfTable({ snapshot }: Desk, table: CopiedTable, taken: readonly string[]): DrawnFile {
  const { fileName, numbers, provenance } = table();
  const name = taken.includes(`${fileName}.csv`) ? `${fileName}-table.csv` : `${fileName}.csv`;
  const content = figureCsv(withOrigin(numbers, provenance, snapshot));
  return { name, content, holds: 'table' satisfies ExportedFile, rows: numbers.rows.length };
}

/** The script that makes the numbers again, and the patients' values that it reads, under the name that it has for them. */
async function scriptOf([table]: readonly CopiedTable[], called?: string): Promise<DrawnFile[]> {
  if (!table) return [];
  const { fileName, title, caption, origin, numbers, inR } = table();
  if (!inR) return [];
  const head = [title, ...caption, ...origin];
  return filesInR({
    ...(await inR.files()),
    ...{ fileName: called ?? fileName, head, shownRows: numbers.rows.length },
  });
}

interface InRFiles {
  readonly script: string;
  readonly name: string;
  readonly data: string;
  readonly rows: number;
  readonly fileName: string;
  readonly head: readonly string[];
  /** Of the figure or table. */
  readonly shownRows: number;
}

function filesInR({ script, name, data, rows, fileName, head, shownRows }: InRFiles): DrawnFile[] {
  return [
    {
      name: `${fileName}.R`,
      content: withHead(script, [...head]),
      holds: 'table' satisfies ExportedFile,
      rows: shownRows,
    },
    { name: `${name}.csv`, content: data, holds: 'tableData' satisfies ExportedFile, rows },
  ];
}
