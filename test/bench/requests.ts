import { type Agent, request } from 'node:http';

/** @returns the answer. @throws if it is a refusal: a quick refusal is not a quick answer. */
export function post(agent: Agent, port: number, path: string, body: object, headers = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        agent,
        port,
        path,
        host: '127.0.0.1',
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        answer.on('end', () => {
          const isRefused = answer.statusCode !== 200 || text.startsWith('{"errors"') || text.includes('"errors":[');
          if (isRefused) reject(new Error(`${path}: ${answer.statusCode} ${text.slice(0, 300)}`));
          else resolve(text);
        });
      },
    );
    asked.on('error', reject).end(JSON.stringify(body));
  });
}

/** @returns the cookie of the demonstration's administrator. */
export async function signInAt(port: number, password: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@demo.local', password }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (!answer.ok || !cookie) throw new Error(`The bench could not sign in: ${answer.status}`);
  return cookie;
}
