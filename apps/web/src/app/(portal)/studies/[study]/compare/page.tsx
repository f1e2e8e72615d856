import { pageTitle } from '@/i18n/page-title.ts';
import { ComparePage } from '@/features/compare/compare-page.tsx';
import { SafetyView } from '@/features/safety/safety-views.tsx';
import { CurvesView } from '@/features/survival/survival-views.tsx';
import { BaselineTable, ResponseTables } from '@/features/tables/tables-views.tsx';
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
