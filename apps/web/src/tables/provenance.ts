import { type FigureRows } from '@/charts/figure-table.tsx';

/** Where the numbers of a table come from. */
export interface Provenance {
  readonly study: string;
  /** Version of the study's data. */
  readonly dataVersion: number;
  /** The selection of patients in words. */
  readonly selection: string;
  /** Name and version of the endpoint rule, where outcomes are counted. */
  readonly recipe: string | null;
}

/** The snapshot that was counted, with its whole hash. */
export interface OriginSnapshot {
  readonly name: string;
  readonly sha256: string;
}

/** A CSV has its origin in columns of its own: a line of comment would be read as a row. */
export function withOrigin(
  { columns, rows }: FigureRows,
  { study, dataVersion, selection, recipe }: Provenance,
  snapshot: OriginSnapshot | null,
): FigureRows {
  const origin = {
    study,
    data_version: dataVersion,
    ...(snapshot ? { snapshot: snapshot.name, snapshot_sha256: snapshot.sha256 } : {}),
    selection,
    endpoint_rule: recipe,
  };
  return {
    columns: [...columns, ...Object.keys(origin).map((file) => ({ file, header: file }))],
    rows: rows.map((row) => [...row, ...Object.values(origin)]),
  };
}

/** A script has it in its head. */
export function withHead(script: string, lines: readonly string[]): string {
  return [...lines.map((line) => `# ${line.replaceAll(/\s+/g, ' ')}`), script].join('\n');
}
