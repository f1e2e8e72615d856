import { checklistNames, type ReportContents, type ReportStep, stepsOfReport } from '@haim/schema';
import { ClaimsPage } from '@/features/claims/claims-page.tsx';
import { FlowPage } from '@/features/eligibility/flow-page.tsx';
import { ModelsView } from '@/features/models/models-view.tsx';
import { ReportingView } from '@/features/reporting/reporting-page.tsx';
import { CourseFigures } from '@/features/response/course-figures.tsx';
import { SafetyView } from '@/features/safety/safety-view.tsx';
import { CurvesView } from '@/features/survival/curves-view.tsx';
import { MonthsView } from '@/features/survival/months-view.tsx';
import { SubgroupsView } from '@/features/survival/subgroups-view.tsx';
import { BaselineTable } from '@/features/tables/baseline-table.tsx';
import { ResponseTables } from '@/features/tables/response-tables.tsx';
import { type Sheet } from '../sheet.tsx';

/** A page in a part of the report, and how many of its first figures and tables are wanted. */
export interface Taken extends Sheet {
  readonly figures: number;
  /** The last so many where negative. */
  readonly tables: number;
  /** A line of results below its figure, as a table. */
  readonly hasResults?: boolean;
  /** It reads images, which a snapshot of an earlier version of the portal does not keep. */
  readonly readsImages?: boolean;
}

const all = Infinity;

const survival = (ep: 'OS' | 'PFS'): readonly Taken[] => [
  { page: CurvesView, segment: 'survival', search: { ep }, figures: 1, tables: 0, hasResults: true },
  { page: MonthsView, segment: 'survival', search: { ep, show: 'months' }, figures: 0, tables: -1 },
];

const reporting = (list: string): readonly Taken[] => [
  { page: ReportingView, segment: 'reporting', search: { list }, figures: 0, tables: all, isOfSelection: false },
];

/** The parts of the report in their order, each of them pages of the study as they are opened without any choice. */
export const sections = {
  flow: [{ page: FlowPage, segment: 'flow', figures: 1, tables: 0, isOfSelection: false }],
  baseline: [{ page: BaselineTable, segment: 'tables', figures: 0, tables: 1 }],
  response: [
    { page: ResponseTables, segment: 'tables', search: { table: 'response' }, figures: 1, tables: all },
    { page: CourseFigures, segment: 'response', figures: 1, tables: 0, readsImages: true },
  ],
  OS: survival('OS'),
  PFS: survival('PFS'),
  subgroups: [{ page: SubgroupsView, segment: 'survival', search: { show: 'subgroups' }, figures: 1, tables: 0 }],
  safety: [{ page: SafetyView, segment: 'safety', figures: 1, tables: 1 }],
  roc: [{ page: ModelsView, segment: 'models', figures: 1, tables: 0, isOfSelection: false }],
  claims: [{ page: ClaimsPage, segment: 'claims', figures: 0, tables: all }],
  card: reporting('card'),
  ...(Object.fromEntries(checklistNames.map((name) => [name, reporting(name)])) as Record<
    (typeof checklistNames)[number],
    readonly Taken[]
  >),
} satisfies Record<Exclude<ReportStep, 'gathering' | 'setting'>, readonly Taken[]>;

export type SectionName = keyof typeof sections;
export const sectionsOf = (contents: ReportContents): readonly SectionName[] =>
  stepsOfReport[contents].filter((name): name is SectionName => name in sections);
