export { uploadsRouter } from './upload.router.ts';
export { UploadService } from './upload.service.ts';
