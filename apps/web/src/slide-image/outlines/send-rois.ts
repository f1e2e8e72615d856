import { type Said } from '@/graphql/said.ts';
import { type SavedRoi } from './outline.ts';

/** What a file holds for a slide, as the portal read it. */
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
  readonly faults: readonly { readonly code: string; readonly where: string; readonly message: string }[];
  readonly added: number;
}

export interface RoiRefusal {
  readonly refusal: { readonly code: string; readonly message: string };
}

/** Sends a file of outlines; a dry run says what it holds and adds nothing. */
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
    const { code, message, faults } = (await answer.json()) as {
      code?: string;
      message?: string;
      faults?: readonly { code: string }[];
    };
    return { refusal: { code: faults?.[0]?.code ?? code ?? `HTTP_${answer.status}`, message: message ?? '' } };
  } catch {
    return { refusal: { code: 'NETWORK', message: '' } };
  }
}
