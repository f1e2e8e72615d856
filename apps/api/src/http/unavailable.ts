import { type IncomingMessage, type ServerResponse } from 'node:http';

interface Outage {
  readonly status: number;
  readonly message: string;
  /** For people who see a page, in both languages: the user's language is unknown while the pages are unavailable. */
  readonly title: readonly [en: string, zh: string];
  readonly words: readonly [en: string, zh: string];
}

const RETRY_SECONDS = 3;

const noDatabase: Outage = {
  status: 503,
  message: 'the database does not answer at the moment: try again in a few seconds',
  title: ['The database does not answer', '数据库暂时没有响应'],
  words: [
    'What was saved is kept. This page comes back by itself as soon as the database answers.',
    '已保存的数据不会丢失。数据库恢复后，本页面会自动重新载入。',
  ],
};

const notReady: Outage = {
  status: 503,
  message: 'the portal is starting: try again in a few seconds',
  title: ['The portal is starting', '门户正在启动'],
  words: ['Nothing is lost. This page comes back by itself in a moment.', '数据不会丢失。本页面稍后会自动重新载入。'],
};

const noPages: Outage = {
  status: 502,
  message: 'the pages are starting: try again in a few seconds',
  title: ['The pages are starting', '页面正在启动'],
  words: ['Nothing is lost. This page comes back by itself in a moment.', '数据不会丢失。本页面稍后会自动重新载入。'],
};

/** While the database is unavailable: the page continues by itself afterwards. */
export const databaseAway = (req: IncomingMessage, res: ServerResponse): void => tell(noDatabase, req, res);
/** While the API starts, or starts again. */
export const portalStarting = (req: IncomingMessage, res: ServerResponse): void => tell(notReady, req, res);
/** While Next starts, or starts again. */
export const pagesAway = (req: IncomingMessage, res: ServerResponse): void => tell(noPages, req, res);

/** A page for browser navigation, JSON for programs. */
function tell(outage: Outage, req: IncomingMessage, res: ServerResponse): void {
  const { status, message } = outage;
  const isPage = /\btext\/html\b/.test(req.headers.accept ?? '');
  res.writeHead(status, {
    'Content-Type': isPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'Retry-After': String(RETRY_SECONDS),
  });
  res.end(
    isPage ? page(outage, String(req.headers['x-nonce'] ?? '')) : JSON.stringify({ code: 'UNAVAILABLE', message }),
  );
}

/** Checks every few seconds whether the page it replaces is back; without scripts there is the link. */
function page({ title, words }: Outage, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title[0]} · HAIM Portal</title>
<style nonce="${nonce}">
body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto 0; padding: 0 1.5rem; }
h1, h2 { font-size: 1.25rem; margin: 2rem 0 .25rem; }
</style>
</head>
<body>
<main>
<h1>${title[0]}</h1>
<p>${words[0]} <a href="">Try again now</a></p>
<section lang="zh">
<h2>${title[1]}</h2>
<p>${words[1]} <a href="">立即重试</a></p>
</section>
</main>
<script nonce="${nonce}">
setInterval(async () => {
  const answer = await fetch(location.href, { method: 'HEAD', headers: { accept: 'text/html' } }).catch(() => null);
  if (answer && answer.status < 500) location.reload();
}, ${RETRY_SECONDS * 1_000});
</script>
</body>
</html>
`;
}
