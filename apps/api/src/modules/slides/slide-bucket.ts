import { createReadStream, createWriteStream } from 'node:fs';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

export interface BucketAddress {
  readonly bucket: string;
  /** The prefix of every key; empty or ending with a slash. */
  readonly prefix: string;
  /** Of an S3-compatible server such as MinIO or Ceph; null: Amazon's own. */
  readonly endpoint: string | null;
}

const PART_BYTES = 16e6;
/** S3 takes at most 10,000 parts, so this is 160 GB; the number of concurrent parts bounds the memory. */
const PARTS_AT_ONCE = 3;

/** The bucket in which slides are kept. Keys and secrets come from the environment as for every S3 client (AWS_…). */
export class SlideBucket {
  private readonly client: S3Client;

  constructor(private readonly address: BucketAddress) {
    this.client = new S3Client({
      // A region is part of every signature; servers other than Amazon's accept any.
      region: process.env['AWS_REGION'] ?? 'us-east-1',
      ...(address.endpoint === null ? {} : { endpoint: address.endpoint, forcePathStyle: true }),
      // Older servers do not support trailing checksums; fetched files are checked by their own sha256.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  /** Why the bucket cannot be used, in a few words; null where it can. */
  async trouble(): Promise<string | null> {
    try {
      await this.client.send(new HeadBucketCommand({ Bucket: this.address.bucket }));
      return null;
    } catch (error) {
      if (isAbsent(error)) return 'there is no such bucket';
      return error instanceof Error ? error.message || error.name : 'unknown reason';
    }
  }

  async has(name: string): Promise<boolean> {
    try {
      await this.client.send(new HeadObjectCommand(this.object(name)));
      return true;
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
  }

  /** The object appears in the bucket whole or not at all. */
  async put(path: string, name: string): Promise<void> {
    const upload = new Upload({
      client: this.client,
      params: { ...this.object(name), Body: createReadStream(path, { highWaterMark: 1 << 20 }) },
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
    });
    await upload.done();
  }

  /** @returns false where the bucket has nothing under that name. */
  async fetch(name: string, path: string): Promise<boolean> {
    try {
      const { Body } = await this.client.send(new GetObjectCommand(this.object(name)));
      // In Node the body is a stream.
      await pipeline(Body as Readable, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      return true;
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
  }

  private object(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.address.bucket, Key: `${this.address.prefix}${name}` };
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
}
