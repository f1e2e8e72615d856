import http from 'node:http';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { processesOf } from './processes.ts';

const chunk = Buffer.alloc(64 * 1024, 'x');

export interface LargeBody {
  readonly url: string;
  readonly method: string;
  readonly bytes: number;
  readonly headers?: Record<string, string>;
  /** What comes before the filling, such as the head of a part. */
  readonly beginning?: string;
  /** Without a Content-Length. */
  readonly isChunked?: boolean;
}

export interface LargeAnswer {
  readonly status: number;
  readonly text: string;
  readonly seconds: number;
  /** How much was sent before the connection was cut, or all of it. */
  readonly sentBytes: number;
}

/** Sends a body without keeping it in memory, and reads the answer whenever it arrives; rejects if none does. */
export function sendLargeBody(body: LargeBody): Promise<LargeAnswer> {
  const { url, method, bytes, headers = {}, beginning = '', isChunked = false } = body;
  const began = Date.now();
  return new Promise((resolve, reject) => {
    const length: Record<string, string> = isChunked
      ? { 'transfer-encoding': 'chunked' }
      : { 'content-length': String(bytes) };
    const req = http.request(url, { method, headers: { ...length, ...headers }, agent: false });
    let sentBytes = 0;
    let isOver = false;
    const send = (): void => {
      while (!isOver && sentBytes < bytes) {
        const next = sentBytes === 0 && beginning ? Buffer.from(beginning) : chunk.subarray(0, bytes - sentBytes);
        sentBytes += next.length;
        if (!req.write(next)) return void req.once('drain', send);
      }
      if (!isOver) req.end();
    };
    req.once('response', (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (part: string) => (text += part));
      const end = () => {
        isOver = true;
        req.destroy();
        resolve({ status: res.statusCode ?? 0, text, seconds: (Date.now() - began) / 1_000, sentBytes });
      };
      res.once('end', end).once('error', end);
    });
    req.on('error', (error) => {
      isOver = true;
      reject(error);
    });
    send();
  });
}

/** The process of the API of a portal. */
export function apiProcess(home: string): number {
  const pid = processesOf(home).find((one) => {
    const command = readFileSync(`/proc/${one}/cmdline`, 'utf8');
    return command.includes('apps/api/src/main.ts');
  });
  if (pid === undefined) throw new Error('no API');
  return pid;
}

/** Memory of a process in MB, as the system counts it: what it holds now, and the most it ever held. */
export function memoryOf(pid: number): { nowMb: number; mostMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024);
  return { nowMb: megabytes('VmRSS'), mostMb: megabytes('VmHWM') };
}

/** What a process has open; a deleted file that still takes up space ends with `(deleted)`. */
export function openFilesOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((name) => {
    try {
      return [readlinkSync(path.join(folder, name))];
    } catch {
      // Closed since it was listed.
      return [];
    }
  });
}
