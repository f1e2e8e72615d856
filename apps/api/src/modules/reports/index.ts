export { ReportService } from './report.service.ts';
export { reportsRouter } from './reports.router.ts';
