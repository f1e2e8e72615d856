export { type AskedExport } from './asked-export.ts';
export { ExportFiles } from './export-files.ts';
export { exportsRouter } from './exports.router.ts';
export { ExportService } from './export.service.ts';
export { type WrittenFile } from './readme.ts';
