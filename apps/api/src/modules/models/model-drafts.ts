import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat, statfs, writeFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { isId } from '../../context/id.ts';
import { badInput, notFound } from '../../context/portal-error.ts';

/** A model on its way here: its files, as far as they have arrived. Of one person, and of no study. */
export interface ModelDraft {
  readonly id: string;
  readonly userId: string;
  readonly begun: string;
  readonly files: readonly DraftFile[];
}

export interface DraftFile {
  readonly name: string;
  readonly bytes: number;
}

export interface DraftFileView extends DraftFile {
  readonly received: number;
}

export interface ModelDraftView {
  readonly id: string;
  readonly begun: string;
  readonly files: readonly DraftFileView[];
}

const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/;
const MANIFEST = 'manifest.json';
/** As `loadModel` reads them; larger ones would be refused after hours of sending. */
const LARGEST_BYTES = 8e9;
const MOST_BYTES = 20e9;
const MOST_FILES = 50;
const MOST_DRAFTS = 3;
/** An unfinished model is kept this long. */
const KEPT_MS = 7 * 24 * 3_600_000;
/** Disk space that models leave for the rest of the portal. */
const RESERVE_BYTES = 1e9;

/**
 * Models on their way: a folder for each below PORTAL_HOME/models/.uploads, with what was announced beside the folder of
 * the files, which becomes the model's own once it has been verified. The list of models skips names that start with a
 * dot, so that nobody can choose one before.
 */
export class ModelDrafts {
  constructor(private readonly modelsDir: string) {}

  /**
   * Reserves room for the files of a model.
   *
   * @throws BAD_USER_INPUT naming the file at fault.
   */
  async begin(userId: string, files: readonly DraftFile[]): Promise<ModelDraftView> {
    checkFiles(files);
    const own = await this.ofUser(userId);
    if (own.length >= MOST_DRAFTS) {
      throw badInput(`you have ${MOST_DRAFTS} unfinished models: finish or remove one of them first`);
    }
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const { bavail, bsize } = await statfs(this.folder);
    const free = bavail * bsize - RESERVE_BYTES;
    if (bytes > free) {
      const said = `${(bytes / 1e9).toFixed(2)} GB are needed and ${(Math.max(0, free) / 1e9).toFixed(2)} GB are free`;
      throw badInput(`the disk of the portal has no room for this model: ${said}`);
    }
    const draft: ModelDraft = { id: randomUUID(), userId, begun: new Date().toISOString(), files };
    await mkdir(this.filesOf(draft.id), { recursive: true, mode: 0o700 });
    await this.write(draft);
    return this.view(draft);
  }

  /** @throws NOT_FOUND for any but the person's own. */
  async own(userId: string, id: string): Promise<ModelDraft> {
    const draft = isId(id) ? await this.read(id) : null;
    if (draft?.userId !== userId) throw notFound('upload');
    return draft;
  }

  /** The person's own, the newest first. */
  async ofUser(userId: string): Promise<ModelDraftView[]> {
    const own = (await this.all()).filter((draft) => draft.userId === userId);
    return Promise.all(own.sort((a, b) => b.begun.localeCompare(a.begun)).map((draft) => this.view(draft)));
  }

  async view({ id, begun, files }: ModelDraft): Promise<ModelDraftView> {
    const received = await Promise.all(files.map(({ name }) => this.received(id, name)));
    return { id, begun, files: files.map((file, i) => ({ ...file, received: received[i] ?? 0 })) };
  }

  /**
   * Adds a part to a file. What arrived before an interruption is kept.
   *
   * @param offset - of the part's first byte: what has been received, or 0 to send the file again.
   * @param bytes - of the whole file, where it is sent again with another length.
   * @returns how much of the file is there now.
   * @throws CONFLICT through `Misplaced` where another part is due.
   */
  async add(draft: ModelDraft, name: string, offset: number, part: AsyncIterable<Buffer>, bytes?: number) {
    const file = draft.files.find((one) => one.name === name);
    if (!file) throw notFound('file of the upload');
    const isAgain = offset === 0 && bytes !== undefined && bytes !== file.bytes;
    const announced = isAgain ? { name, bytes } : file;
    if (isAgain) {
      const files = draft.files.map((one) => (one.name === name ? announced : one));
      checkFiles(files);
      await this.write({ ...draft, files });
    }
    const received = await this.received(draft.id, name);
    if (offset !== 0 && offset !== received) throw new Misplaced(received);
    const handle = await open(join(this.filesOf(draft.id), name), offset === 0 ? 'w' : 'a', 0o600);
    let position = offset;
    try {
      for await (const chunk of part) {
        if (position + chunk.length > announced.bytes) {
          throw badInput(`${name} was announced with ${announced.bytes} bytes and has more`);
        }
        await handle.writeFile(chunk);
        position += chunk.length;
      }
    } finally {
      await handle.close();
    }
    return position;
  }

  /** The folder of the files. @throws BAD_USER_INPUT naming the first file that is not there whole. */
  async whole(draft: ModelDraft): Promise<string> {
    const { files } = await this.view(draft);
    const short = files.find(({ received, bytes }) => received !== bytes);
    if (short) throw badInput(`${short.name} is not whole: ${short.received} of ${short.bytes} bytes have arrived`);
    return this.filesOf(draft.id);
  }

  async remove({ id }: Pick<ModelDraft, 'id'>): Promise<void> {
    await rm(join(this.folder, id), { recursive: true, force: true });
  }

  /** Removes what nobody has finished for a week. */
  async sweep(now = Date.now()): Promise<void> {
    for (const draft of await this.all()) if (now - Date.parse(draft.begun) > KEPT_MS) await this.remove(draft);
  }

  private get folder(): string {
    return join(this.modelsDir, '.uploads');
  }

  private filesOf(id: string): string {
    return join(this.folder, id, 'files');
  }

  private async all(): Promise<ModelDraft[]> {
    const names = await readdir(this.folder).catch(() => []);
    const drafts = await Promise.all(names.filter(isId).map((id) => this.read(id)));
    return drafts.filter((draft) => draft !== null);
  }

  private async read(id: string): Promise<ModelDraft | null> {
    const text = await readFile(join(this.folder, id, 'draft.json'), 'utf8').catch(() => null);
    return text === null ? null : (JSON.parse(text) as ModelDraft);
  }

  private async write(draft: ModelDraft): Promise<void> {
    const path = join(this.folder, draft.id, 'draft.json');
    await writeFile(`${path}.part`, JSON.stringify(draft), { mode: 0o600 });
    await rename(`${path}.part`, path);
  }

  private received(id: string, name: string): Promise<number> {
    return stat(join(this.filesOf(id), name)).then(
      ({ size }) => size,
      () => 0,
    );
  }
}

/** A part that does not follow what has arrived. */
export class Misplaced extends Error {
  constructor(readonly received: number) {
    super(`${received} bytes have arrived: send the part that follows them`);
  }
}

function checkFiles(files: readonly DraftFile[]): void {
  if (files.length > MOST_FILES)
    throw badInput(`a model has at most ${MOST_FILES} files, this one has ${files.length}`);
  for (const [i, { name, bytes }] of files.entries()) {
    if (!FILE_NAME.test(name)) {
      throw badInput(
        `"${name.slice(0, 120)}" cannot be a file of a model: letters, digits, dots, hyphens and underscores`,
      );
    }
    if (files.findIndex((one) => one.name === name) < i) throw badInput(`${name} is there twice`);
    if (!Number.isSafeInteger(bytes) || bytes < 1) throw badInput(`${name} is empty`);
    if (bytes > LARGEST_BYTES) throw badInput(`${name} has more than ${LARGEST_BYTES / 1e9} GB`);
  }
  if (!files.some(({ name }) => name === MANIFEST))
    throw badInput(`${MANIFEST} is missing: it says what the files are`);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > MOST_BYTES) throw badInput(`a model has at most ${MOST_BYTES / 1e9} GB`);
}
