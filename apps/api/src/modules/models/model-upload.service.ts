import { ModelError } from '@haim/ml';
import { type Asker, hasRight } from '../../context/asker.ts';
import { withoutRight } from '../../context/portal-error.ts';
import { RequestRefused } from '../../http/refusal.ts';
import { log } from '../../log.ts';
import { type DraftFile, Misplaced, type ModelDrafts, type ModelDraftView } from './model-drafts.ts';
import { type ModelStatus } from './model-store.ts';
import { type ModelService } from './model.service.ts';

/** A model that was uploaded, verified and registered. */
export interface UploadedModel {
  readonly modelId: string;
  readonly line: string;
  readonly version: number;
  readonly status: ModelStatus;
}

const SWEEP_MS = 3_600_000;

/** Models sent by whoever may decide on models: resumable file by file, registered only once verified. */
export class ModelUploadService {
  private sweeping: NodeJS.Timeout | null = null;
  /** One request at a time on one upload; a second one is refused. */
  private readonly busy = new Set<string>();

  constructor(
    private readonly drafts: ModelDrafts,
    private readonly models: Pick<ModelService, 'addFolder'>,
  ) {}

  open(): void {
    const sweep = () =>
      void this.drafts.sweep().catch((error: unknown) => log('warn', 'models: no sweep of uploads', { error }));
    sweep();
    this.sweeping = setInterval(sweep, SWEEP_MS).unref();
  }

  close(): void {
    if (this.sweeping) clearInterval(this.sweeping);
  }

  /** @throws FORBIDDEN without the right to decide on models, as every method here. */
  begin(asker: Asker, files: readonly DraftFile[]): Promise<ModelDraftView> {
    mayUpload(asker);
    return this.drafts.begin(asker.userId, files);
  }

  async list(asker: Asker): Promise<ModelDraftView[]> {
    mayUpload(asker);
    return this.drafts.ofUser(asker.userId);
  }

  /** @throws NOT_FOUND; CONFLICT (409) where another part is due, which the sender learns by listing. */
  add(
    asker: Asker,
    id: string,
    { name, offset, bytes, part }: { name: string; offset: number; bytes?: number; part: AsyncIterable<Buffer> },
  ): Promise<number> {
    return this.alone(asker, id, async () => {
      try {
        return await this.drafts.add(await this.drafts.own(asker.userId, id), name, offset, part, bytes);
      } catch (error) {
        if (error instanceof Misplaced) throw new RequestRefused(409, 'CONFLICT', error.message);
        throw error;
      }
    });
  }

  /**
   * Verifies the files in a process of its own and registers them as a version. A refused model stays here, so that the
   * file at fault alone is sent again; nothing of it is registered.
   *
   * @throws RequestRefused 422 with the code and the field of the manifest at fault; CONFLICT for another model's name.
   */
  finish(asker: Asker, id: string, reason: string): Promise<UploadedModel> {
    return this.alone(asker, id, async () => {
      const draft = await this.drafts.own(asker.userId, id);
      const folder = await this.drafts.whole(draft);
      const version = await this.models
        .addFolder(folder, { userId: asker.userId, name: asker.name }, reason)
        .catch((error: unknown) => {
          if (error instanceof ModelError) throw new RequestRefused(422, error.code, error.message);
          throw error;
        });
      await this.drafts.remove(draft);
      const { modelId, line, version: number, status } = version;
      return { modelId, line, version: number, status };
    });
  }

  remove(asker: Asker, id: string): Promise<void> {
    return this.alone(asker, id, async () => this.drafts.remove(await this.drafts.own(asker.userId, id)));
  }

  private async alone<T>(asker: Asker, id: string, work: () => Promise<T>): Promise<T> {
    mayUpload(asker);
    if (this.busy.has(id)) throw new RequestRefused(409, 'CONFLICT', 'another request is at work on this upload');
    this.busy.add(id);
    try {
      return await work();
    } finally {
      this.busy.delete(id);
    }
  }
}

function mayUpload(asker: Asker): void {
  if (!hasRight(asker, 'decideOnModels', null)) throw withoutRight('decideOnModels');
}
