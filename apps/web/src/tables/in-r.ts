import { type OperationVariables, type TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { graphql } from '@/graphql/generated/index.ts';
import { type InRFragment, type RCheckPartsFragment } from '@/graphql/generated/graphql.ts';

/** What R found when it repeated the numbers. */
export const checkParts = graphql(`
  fragment RCheckParts on RCheck {
    outcome
    engine
    rVersion
    packages
    lacks
    engines
    total
    agreed
    differences {
      what
      place
      r
      portal
    }
    reason
  }
`);

/** Script and data, or what came of running them on the server. */
export const inRParts = graphql(`
  fragment InR on TableFiles {
    name @skip(if: $check)
    data @skip(if: $check)
    rows @skip(if: $check)
    script @skip(if: $check)
    check @include(if: $check) {
      ...RCheckParts
    }
  }
`);

/** What makes the numbers of a table again: data of the patients, and a script that reads them. */
export interface Reproduced {
  /** Of the data, without extension, as the script names it. */
  readonly name: string;
  readonly data: string;
  /** Patients in the data. */
  readonly rows: number;
  readonly script: string;
}

export type Checked = RCheckPartsFragment;

/** The numbers of a table or figure in R, fetched when they are wanted. */
export interface InR {
  readonly files: () => Promise<Reproduced>;
  /** Runs the script on the server, which takes seconds; ends there when the signal aborts. */
  readonly check: (signal: AbortSignal) => Promise<Checked>;
}

/**
 * @param query - selects `...InR` of the files, with the variable `$check: Boolean = false`.
 * @param filesOf - where they are in its answer.
 */
export function useInR<Data, Variables extends OperationVariables & { check?: boolean | null | undefined }>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, 'check'>,
  filesOf: (data: Data) => InRFragment | null,
): InR {
  const client = useApolloClient();
  async function ask(check: boolean, signal?: AbortSignal): Promise<InRFragment> {
    const asked = { ...variables, check } as unknown as OperationVariables;
    const context = signal ? { fetchOptions: { signal } } : {};
    const { data } = await client.query({
      query: query as TypedDocumentNode<Data>,
      variables: asked,
      context,
      fetchPolicy: 'no-cache',
    });
    const files = data ? filesOf(data as Data) : null;
    if (!files) throw new Error('the API sent no files');
    return files;
  }
  return {
    async files() {
      const { name, data, rows, script } = await ask(false);
      if (name === undefined || data === undefined || rows === undefined || script === undefined)
        throw new Error('the API sent no script');
      return { name, data, rows, script };
    },
    async check(signal) {
      const { check } = await ask(true, signal);
      if (!check) throw new Error('the API sent no check');
      return check;
    },
  };
}
