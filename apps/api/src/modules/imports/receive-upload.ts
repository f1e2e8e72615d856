import { type ImportCorrection } from '@haim/schema';
import busboy from 'busboy';
import { type Request } from 'express';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { badInput, PortalError } from '../../context/portal-error.ts';
import { TableError } from '../../tables/index.ts';
import { readCorrections } from './checks/corrections.ts';
import { type GivenMap, readImportMap } from './import-map.ts';

const LARGEST_FILE = 200 * 1024 * 1024;
const LARGEST_MAP = 1024 * 1024;

/** What comes beside a file. */
export interface ReceivedParts {
  readonly map: GivenMap | null;
  readonly corrections: readonly ImportCorrection[];
}

export interface ReceivedUpload extends ReceivedParts {
  readonly fileName: string;
  readonly path: string;
}

/**
 * Writes the parts of a multipart request to disk: otherwise a slow connection would hold a transaction open for as
 * long as it takes.
 *
 * @param folder - empty, and removed by the caller that made it.
 * @throws BAD_USER_INPUT for a request without a part "file", with two, with one too large, or one that breaks off.
 */
export async function receiveUpload(req: Request, folder: string): Promise<ReceivedUpload> {
  const path = join(folder, 'file');
  const { fileName, ...parts } = await receive(req, path);
  if (fileName === null) {
    throw new TableError({ en: 'the upload has no part named "file"', zh: '上传内容缺少名为 "file" 的部分' });
  }
  return { fileName, path, ...parts };
}

/** The same of a file that is here already: a part "file" is not read. */
export async function receiveParts(req: Request): Promise<ReceivedParts> {
  const { map, corrections } = await receive(req, null);
  return { map, corrections };
}

/** @param path - where the file is written; null: it is not. */
async function receive(
  req: Request,
  path: string | null,
): Promise<ReceivedParts & { readonly fileName: string | null }> {
  const form = formOf(req);
  const parts: Promise<void>[] = [];
  let fileName: string | null = null;
  let mapText: string | null = null;
  let correctionsText: string | null = null;
  let fault: unknown = null;
  // A part that fails ends the form, and with it the request: nothing awaits the parts until the whole form has
  // arrived.
  const take = (work: Promise<void>) =>
    parts.push(
      work.catch((cause: unknown) => {
        fault ??= cause;
        form.destroy(cause instanceof Error ? cause : new Error(String(cause)));
      }),
    );
  form.on('file', (part, stream, { filename }) => {
    if (part === 'file' && path !== null) {
      fileName = (filename ?? '').slice(0, 120);
      stream.once('limit', () => stream.destroy(tooLarge('the file', '文件', LARGEST_FILE)));
      take(pipeline(stream, createWriteStream(path, { flags: 'wx', mode: 0o600 })).catch(onlyOne));
    } else if (part === 'map') {
      take(smallText(stream, 'the mapping', '映射').then((text) => void (mapText = text)));
    } else if (part === 'corrections') {
      take(smallText(stream, 'the list of corrections', '更正列表').then((text) => void (correctionsText = text)));
    } else {
      stream.resume();
    }
  });
  try {
    // The request itself is left open: the answer that says what is wrong still has to go back on it.
    await pipeline(req.iterator({ destroyOnReturn: false }), form);
  } catch (cause) {
    fault ??= cause;
  }
  // The rest is not examined, but must be read before the connection can be used again.
  req.resume();
  await Promise.all(parts);
  if (fault !== null) throw fault instanceof PortalError || isOfTheDisk(fault) ? fault : brokeOff();
  return {
    fileName,
    map: mapText === null ? null : readImportMap(mapText),
    corrections: correctionsText === null ? [] : readCorrections(correctionsText),
  };
}

function formOf(req: Request): busboy.Busboy {
  try {
    return busboy({ headers: req.headers, limits: { files: 3, fields: 0, fileSize: LARGEST_FILE } });
  } catch {
    throw badInput('send the file as multipart/form-data with a part named "file"');
  }
}

async function smallText(stream: Readable, en: string, zh: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_MAP) throw tooLarge(en, zh, LARGEST_MAP);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(en: string, zh: string, limit: number): TableError {
  const size = limit / 1024 / 1024;
  return new TableError({ en: `${en} is larger than ${size} MB`, zh: `${zh}超过 ${size} MB` });
}

function brokeOff(): TableError {
  return new TableError({ en: 'the upload broke off; send it again', zh: '上传中断，请重新发送' });
}

function onlyOne(cause: NodeJS.ErrnoException): never {
  if (cause.code === 'EEXIST') throw new TableError({ en: 'send one file at a time', zh: '每次只能发送一个文件' });
  throw cause;
}

/** A full disk is not something the sender can fix. */
function isOfTheDisk(cause: unknown): boolean {
  const { syscall } = cause as NodeJS.ErrnoException;
  return syscall === 'open' || syscall === 'write';
}
