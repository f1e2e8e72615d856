import { Router } from 'express';
import { parseJson, textOf } from '../../http/request-bodies.ts';
import { type PasswordResetService } from './password-reset.service.ts';

/**
 * For somebody who is not signed in. The token is sent in the body, where no log has it: POST `look` returns whose link it
 * is, `use` sets `password`, `ask` sends a link to `email` if that is the address of an account, and always answers alike.
 */
export function passwordResetsRouter(resets: PasswordResetService): Router {
  const router = Router();
  router.use(parseJson);
  router.post('/look', async (req, res) => void res.json(await resets.look(textOf(req, 'token'))));
  router.post('/use', async (req, res) => {
    res.json(await resets.use(textOf(req, 'token'), textOf(req, 'password')));
  });
  router.post('/ask', (req, res) => {
    resets.ask(textOf(req, 'email'), req.ip ?? 'unknown');
    res.status(202).json({});
  });
  return router;
}
