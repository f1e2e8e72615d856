import { type Said } from '@/graphql/said.ts';
import { type SavedRoi } from './outline.ts';

/** What a file contains for a slide, as the portal read it. */
export interface RoiImportReport {
  readonly format: SavedRoi['source'];
  readonly shapes: readonly {
    readonly name: string;
    readonly label: string | null;
    readonly points: number;
    readonly holes: number;
    readonly areaMm2: number | null;
    readonly statements: readonly Said[];
  }[];
  readonly faults: readonly RoiFault[];
  readonly added: number;
}

/** Which element of a file is refused, and what is wrong with it. */
export interface RoiFault {
  readonly code: string;
  readonly where: string;
  readonly said: Said;
}

export interface RoiRefusal {
  /** `said` if the file is refused, not the request. */
  readonly refusal: { readonly code: string; readonly said: Said | null };
}

/** Sends a file of outlines; a dry run reports its content and adds nothing. */
export async function sendRois(
  slideId: string,
  file: Blob,
  { dryRun, leaveOutFaulty }: { dryRun: boolean; leaveOutFaulty: boolean },
): Promise<RoiImportReport | RoiRefusal> {
  const query = new URLSearchParams({ dryRun: String(dryRun), ...(leaveOutFaulty && { faulty: 'leaveOut' }) });
  try {
    const answer = await fetch(`/slides/${encodeURIComponent(slideId)}/rois?${query.toString()}`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: file,
    });
    if (answer.ok) return (await answer.json()) as RoiImportReport;
    const { code, faults } = (await answer.json()) as { code?: string; faults?: readonly RoiFault[] };
    const [fault] = faults ?? [];
    return { refusal: { code: fault?.code ?? code ?? `HTTP_${answer.status}`, said: fault?.said ?? null } };
  } catch {
    return { refusal: { code: 'NETWORK', said: null } };
  }
}
