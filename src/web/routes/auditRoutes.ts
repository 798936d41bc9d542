/** The audit trail, for the privacy officer. */
import { Router, urlencoded } from 'express';
import { stringify } from 'csv-stringify/sync';
import { AuditChecks } from '../../flows/auditChain.js';
import { auditQuery, walkAudit } from '../../flows/auditLog.js';
import type { LearningDeps } from '../../flows/deps.js';
import type { AuditRecord } from '../../store/auditStore.js';
import { requireRightOverAll } from '../actor.js';
import { readAuditQuery } from '../auditQuery.js';
import { guardCell } from '../exports/csv.js';
import { AUDIT_PATH, auditPage } from '../pages/auditPage.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';
import { subjectRoutes } from './subjectRoutes.js';

const PAGE_SIZE = 50;
/** A long trail is checked beside the request; the page then shows the check before. */
const PATIENCE_MS = 1500;
const SMALL_FORM = '4kb';

/** @param timeZone IANA name of the organisation's zone, in which days begin */
export function auditRoutes(
  flows: LearningDeps,
  forms: FormProtection,
  render: PageRenderer,
  timeZone: string,
): Router {
  const router = Router();
  const { store } = flows;
  const checks = new AuditChecks(flows.now);
  const reader = requireRightOverAll('audit.read');

  router.get(AUDIT_PATH, reader, async (req, res) => {
    const { filter, before, problems } = readAuditQuery(req.query);
    const query = { ...auditQuery(filter, timeZone), ...(before !== null && { beforeId: before }) };
    const [records, people, chain] = await Promise.all([
      store.listAudit({ ...query, limit: PAGE_SIZE + 1 }),
      store.auditActors(),
      checks.latest(store, PATIENCE_MS),
    ]);
    const input = {
      filter,
      before,
      records: records.slice(0, PAGE_SIZE),
      more: records.length > PAGE_SIZE,
      people,
      chain,
      token: forms.token(req, res),
    };
    await render(req, res, 'audit', { titleKey: 'audit.title', section: 'audit', problems }, (words) =>
      auditPage(input, words),
    );
  });

  router.post(
    `${AUDIT_PATH}/check`,
    reader,
    urlencoded({ extended: false, limit: SMALL_FORM }),
    forms.protect,
    reader,
    async (_req, res) => {
      await checks.check(store);
      res.redirect(303, AUDIT_PATH);
    },
  );

  router.get(`${AUDIT_PATH}/records.csv`, reader, async (req, res) => {
    const { filter } = readAuditQuery(req.query);
    res.type('text/csv; charset=utf-8');
    res.set('Content-Disposition', 'attachment; filename="audit.csv"');
    res.write(`\ufeff${csvOf([COLUMNS])}`);
    for await (const records of walkAudit(store, auditQuery(filter, timeZone))) {
      if (res.writableEnded || res.destroyed) return;
      res.write(csvOf(records.map(rowOf)));
    }
    res.end();
  });

  router.use(subjectRoutes(flows, forms, render));
  return router;
}

/** As they are hashed, in this order (docs/audit.md): the file can be verified too where it is not filtered. */
const COLUMNS = ['id', 'at', 'actorId', 'actorName', 'role', 'action', 'route', 'subject', 'status', 'hash'];

function rowOf(record: AuditRecord): string[] {
  const { id, at, actorId, actorName, role, action, route, subject, status, hash } = record;
  const texts = [at, actorId, actorName, role, action, route, JSON.stringify(subject)].map(guardCell);
  return [String(id), ...texts, status === null ? '' : String(status), hash];
}

function csvOf(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { delimiter: ';', record_delimiter: '\r\n' },
  );
}
