import { pageTitle } from '@/i18n/page-title.ts';
import { ComparePage } from '@/features/compare/compare-page.tsx';
import { SafetyView } from '@/features/safety/safety-view.tsx';
import { CurvesView } from '@/features/survival/curves-view.tsx';
import { BaselineTable } from '@/features/tables/baseline-table.tsx';
import { ResponseTables } from '@/features/tables/response-tables.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('compare', { study: await studyOf(params) });

export default function Page() {
  return (
    <ComparePage
      views={{
        baseline: <BaselineTable />,
        response: <ResponseTables />,
        survival: <CurvesView />,
        safety: <SafetyView />,
      }}
    />
  );
}
