'use client';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { useMounted } from '@mantine/hooks';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useShownScheme } from '@/theme/use-shown-scheme.ts';
import { useStudies } from '@/session/session.tsx';
import styles from './explorer.module.css';

const firstQuestion = (study: string): string => `# Ctrl+Enter asks, Ctrl+Space shows what there is.
{
  survival(study: "${study}", endpoint: OS, groupBy: "arm") {
    curves {
      label
      n
      events
      medianDays
    }
    logRank {
      pValue
    }
  }
}
`;

/** GraphiQL over the portal's own API. What is typed stays in this tab: it may name a patient. */
export function Explorer() {
  const t = useTranslations('explorer');
  const scheme = useShownScheme();
  // The server has no storage of a tab.
  const isHere = useMounted();
  const study = useStudies()[0]?.code ?? 'CODE';
  const fetcher = useMemo(
    () => async (operation: object) => {
      const answer = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(operation),
      });
      return (await answer.json()) as object;
    },
    [],
  );
  return (
    <section className={styles['explorer']} aria-label={t('label')}>
      {isHere ? (
        <GraphiQL
          fetcher={fetcher}
          defaultQuery={firstQuestion(study)}
          storage={window.sessionStorage}
          forcedTheme={scheme}
          isHeadersEditorEnabled={false}
          showPersistHeadersSettings={false}
        />
      ) : null}
    </section>
  );
}
