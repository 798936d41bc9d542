/** Importing a file: send it, look at it, import it, see what came of it. */
import { rm } from 'node:fs/promises';
import { Router, urlencoded, type ErrorRequestHandler, type Request, type RequestHandler } from 'express';
import multer, { MulterError } from 'multer';
import type { Language } from '../../domain/theme.js';
import { COLUMN_CHOICES, type ColumnChoice, type Uploads } from '../../flows/uploads.js';
import { requireRightOverAll } from '../actor.js';
import { bodyOf, textOf } from '../formBody.js';
import { notFound, PageProblem } from '../errors.js';
import { translator } from '../language.js';
import { importPage, importResultPage } from '../pages/importPages.js';
import { importPreviewPage } from '../pages/importPreviewPage.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';

export interface ImportDeps {
  readonly uploads: Uploads;
  /** Absolute. */
  readonly uploadFolder: string;
  readonly maxUploadBytes: number;
}

const LISTED_IMPORTS = 20;
const REFRESH_SECONDS = 2;
const BYTES_PER_MB = 1024 * 1024;
const MAX_COLUMNS = 500;

export function importRoutes(
  { uploads, uploadFolder, maxUploadBytes }: ImportDeps,
  forms: FormProtection,
  render: PageRenderer,
): Router {
  const router = Router();
  // a file holds answers of any unit
  const importer = requireRightOverAll('feedback.import');

  const showForm = async (req: Request, res: Parameters<RequestHandler>[1], error: string | null): Promise<void> => {
    const records = await uploads.list(LISTED_IMPORTS);
    if (error !== null) res.status(422);
    await render(req, res, 'import', { titleKey: 'import.title', section: 'import' }, (words) =>
      importPage(records, forms.token(req, res), error, words),
    );
  };

  const receive = multer({
    dest: uploadFolder,
    limits: { fileSize: maxUploadBytes, files: 1, fields: 5, fieldSize: 1000, parts: 7 },
    defParamCharset: 'utf8',
  }).single('file');
  /** The token is in the body, so the file is on disk before it can be checked; a refused one is deleted at once. */
  const receiveChecked: RequestHandler = (req, res, next) => {
    void receive(req, res, (problem: unknown) => {
      forms.protect(req, res, (refused?: unknown) => {
        const error = problem ?? refused;
        if (error && req.file) rm(req.file.path, { force: true }).catch(() => undefined);
        next(error);
      });
    });
  };

  router.get('/import', importer, (req, res) => showForm(req, res, null));

  router.post('/import', importer, receiveChecked, importer, async (req, res) => {
    if (!req.file) {
      await showForm(req, res, translator(langOf(res))('import.noFile'));
      return;
    }
    const source = textOf(bodyOf(req), 'source').trim().slice(0, 60) || 'import';
    const token = await uploads.keep({ path: req.file.path, fileName: req.file.originalname.slice(0, 200), source });
    const look = await uploads.look(token, langOf(res));
    if (look && 'error' in look) {
      await showForm(req, res, look.error);
      return;
    }
    res.redirect(303, `/import/preview/${token}`);
  });
  router.use('/import', ((error, req, res, next) => {
    if (!(error instanceof MulterError)) {
      next(error);
      return;
    }
    const t = translator(langOf(res));
    const tooLarge = error.code === 'LIMIT_FILE_SIZE';
    showForm(
      req,
      res,
      tooLarge ? t('import.tooLarge', { limit: Math.floor(maxUploadBytes / BYTES_PER_MB) }) : t('import.noFile'),
    ).catch(next);
  }) satisfies ErrorRequestHandler);

  router.get('/import/preview/:token', importer, async (req, res) => {
    const token = String(req.params['token']);
    const look = await uploads.look(token, langOf(res));
    if (!look) throw new PageProblem(410, 'import.title', 'import.gone');
    if ('error' in look) {
      await showForm(req, res, look.error);
      return;
    }
    await render(req, res, 'importPreview', { title: look.fileName, section: 'import' }, (words) =>
      importPreviewPage(look, `/import/preview/${token}`, forms.token(req, res), words),
    );
  });

  router.post(
    '/import/preview/:token',
    importer,
    urlencoded({ extended: false, limit: '100kb', parameterLimit: MAX_COLUMNS + 10 }),
    forms.protect,
    async (req, res) => {
      const token = String(req.params['token']);
      await uploads.choose(token, choicesOf(req.body as Record<string, unknown>));
      const look = await uploads.look(token, langOf(res));
      if (!look) throw new PageProblem(410, 'import.title', 'import.gone');
      const blocked =
        'error' in look || look.preview.columns.missing.length > 0 || look.preview.columns.ambiguous.length > 0;
      if (textOf(bodyOf(req), 'do') !== 'run' || blocked) {
        res.redirect(303, `/import/preview/${token}`);
        return;
      }
      const id = await uploads.start(token, langOf(res));
      if (id === null) throw new PageProblem(410, 'import.title', 'import.gone');
      res.redirect(303, `/import/${id}`);
    },
  );

  router.get('/import/:id', importer, async (req, res) => {
    const found = await uploads.result(importId(req), langOf(res));
    if (!found) throw notFound();
    const { record, rejections } = found;
    await render(
      req,
      res,
      'importResult',
      {
        title: record.fileName,
        section: 'import',
        refreshSeconds: record.state === 'running' ? REFRESH_SECONDS : null,
      },
      (words) => importResultPage(record, rejections, words),
    );
  });

  router.get('/import/:id/rejected.csv', importer, async (req, res) => {
    const id = importId(req);
    const path = await uploads.rejectedFile(id);
    if (path === null) throw notFound();
    res.type('text/csv');
    res.download(path, `rejected-${id}.csv`);
  });

  return router;
}

function langOf(res: Parameters<RequestHandler>[1]): Language {
  return res.locals['lang'] as Language;
}

function importId(req: Request): number {
  const id = req.params['id'];
  if (typeof id !== 'string' || !/^\d{1,15}$/.test(id)) throw notFound();
  return Number(id);
}

/** Fields `column-0`, `column-1`, … of the preview's form. */
function choicesOf(body: Record<string, unknown>): ColumnChoice[] {
  const choices: ColumnChoice[] = [];
  for (let index = 0; `column-${index}` in body; index += 1) {
    choices.push(COLUMN_CHOICES.find((choice) => choice === body[`column-${index}`]) ?? null);
  }
  return choices;
}
