import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../child-environment.ts';
import { ModelError, type ModelErrorCode } from '../errors.ts';
import {
  type FeaturesSpec,
  type GraphRole,
  type GraphSpec,
  type HeadSpec,
  type Manifest,
  type Weights,
} from './manifest.ts';

/** One verified ONNX file. */
export interface VerifiedGraph<Spec extends GraphSpec = GraphSpec> {
  readonly role: GraphRole;
  /** Path of the file. For the session only; never for a client. */
  readonly path: string;
  readonly sha256: string;
  readonly spec: Spec;
  /** Whether the graph takes more than one item at a time: patches, or bags as images. */
  readonly freeBatch: boolean;
}

/** A model whose manifest, files and graphs agree. */
export interface LoadedModel {
  readonly id: string;
  readonly manifest: Manifest;
  readonly features: VerifiedGraph<FeaturesSpec>;
  readonly head: VerifiedGraph<HeadSpec>;
  /** Values per patch, as a row of the bag has them. */
  readonly featureWidth: number;
  /** Hash of both graphs and their external files: the identity of the pair. */
  readonly modelSha256: string;
  /** Hash of `manifest.json` as stored on disk. */
  readonly manifestSha256: string;
  /** `synthetic` if either graph is; otherwise those of the head. */
  readonly weights: Weights;
}

/** Messages from the process: which graph it is parsing (null when done), and the outcome. */
export type ModelCheckMessage =
  | { readonly kind: 'parsing'; readonly field: string | null }
  | { readonly kind: 'sound'; readonly model: LoadedModel }
  | { readonly kind: 'refused'; readonly code: ModelErrorCode; readonly field: string; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

/** A graph of 100 MB is parsed within a second; one that takes longer than this was crafted to. */
const LONGEST_PARSE_MS = 8_000;
/** Memory for the objects of a crafted graph before parsing is abandoned. Weights do not count: they stay bytes. */
const LARGEST_HEAP_MB = 256;

/**
 * Reads a model folder and refuses it, naming the field, on any disagreement between the manifest, the files' hashes
 * and the graphs' own inputs and outputs. No ONNX session is created here. It runs in a process with limits on time and
 * memory: hashing and parsing hundreds of megabytes would block the caller's event loop, the files are not trusted, and
 * V8 answers some kinds of exhausted memory by ending the process, whatever thread exhausted it.
 *
 * @param folder - holds `manifest.json` and the files it names.
 * @throws ModelError MANIFEST_INVALID, MISSING_FILE, HASH_MISMATCH, SHAPE_MISMATCH or GRAPH_REFUSED.
 */
export function loadModel(folder: string): Promise<LoadedModel> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./model-check-child.ts', import.meta.url)), [folder], {
      execArgv: [`--max-old-space-size=${LARGEST_HEAP_MB}`],
      env: childEnvironment(),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    let parsing: string | null = null;
    let clock: NodeJS.Timeout | undefined;
    const end = (settle: () => void): void => {
      clearTimeout(clock);
      settle();
      child.kill('SIGKILL');
    };
    const refuse = (message: string): void =>
      end(() => reject(new ModelError('GRAPH_REFUSED', parsing ?? 'manifest', message)));
    child.on('message', (message: ModelCheckMessage) => {
      switch (message.kind) {
        case 'parsing':
          parsing = message.field;
          clearTimeout(clock);
          if (parsing !== null) clock = setTimeout(() => refuse('the graph takes too long to read'), LONGEST_PARSE_MS);
          return;
        case 'sound':
          return end(() => resolve(message.model));
        case 'refused':
          return end(() => reject(new ModelError(message.code, message.field, message.message)));
        case 'failed':
          return end(() => reject(new Error(message.message)));
      }
    });
    child.on('error', (error) => end(() => reject(error)));
    // After the last message, since 'exit' may come before it.
    child.on('close', () => {
      if (parsing !== null) refuse('the graph takes too much memory to read');
      else end(() => reject(new Error('the check of the model ended without an answer')));
    });
  });
}
