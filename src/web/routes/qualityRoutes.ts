/** The quality card, and checking the sample that it is measured on. */
import { Router, urlencoded } from 'express';
import { POLARITIES, type Polarity, type Taxonomy } from '../../domain/theme.js';
import type { LearningDeps } from '../../flows/deps.js';
import type { QualityCards } from '../../flows/qualityCard.js';
import { expectedWidths, nextSample, readChecked, saveSample, type SampleWidth } from '../../flows/qualitySample.js';
import { POSITIVES_NEEDED } from '../../flows/trueShares.js';
import { actorOf, requireRightOverAll } from '../actor.js';
import { PageProblem } from '../errors.js';
import { qualityPage } from '../pages/qualityPage.js';
import { ABSENT, answerField, samplePage } from '../pages/samplePage.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';

const MAX_FORM = '16kb';
/** While something is measured the page loads itself again. */
const REFRESH_S = 10;
/** The sample page needs the card for its widths alone. */
const WIDTHS_PATIENCE_MS = 300;

export function qualityRoutes(
  flows: LearningDeps,
  cards: QualityCards,
  forms: FormProtection,
  render: PageRenderer,
): Router {
  const router = Router();

  router.get('/quality', requireRightOverAll('figures.read'), async (req, res) => {
    const [card, drift] = await Promise.all([cards.card(), cards.drift()]);
    const isReady = card.state === 'ready' && drift.state === 'ready';
    await render(
      req,
      res,
      'quality',
      { titleKey: 'quality.title', section: 'quality', refreshSeconds: isReady ? null : REFRESH_S },
      (words) => qualityPage(card, drift, words),
    );
  });

  router.get('/quality/sample', requireRightOverAll('tags.correct'), async (req, res) => {
    const { checked } = req.query;
    const [task, last, widths] = await Promise.all([
      nextSample(flows),
      typeof checked === 'string' && /^\d{1,15}$/.test(checked) ? readChecked(flows, Number(checked)) : null,
      widthsOf(cards),
    ]);
    await render(req, res, 'sample', { titleKey: 'sample.title', section: 'quality' }, (words) =>
      samplePage(task, widths, last, forms.token(req, res), words),
    );
  });

  router.post(
    '/quality/sample',
    requireRightOverAll('tags.correct'),
    urlencoded({ extended: false, limit: MAX_FORM }),
    forms.protect,
    async (req, res) => {
      const body = (req.body ?? {}) as Record<string, unknown>;
      const id = String(body['comment']);
      const answers = readAnswers(body, flows.taxonomy);
      if (!/^\d{1,15}$/.test(id) || answers === null) {
        throw new PageProblem(422, 'sample.refusedTitle', 'sample.refusedText');
      }
      const saved = await saveSample(flows, Number(id), answers, actorOf(res).id);
      if (saved.outcome !== 'saved') throw new PageProblem(409, 'sample.refusedTitle', `sample.${saved.outcome}`);
      res.redirect(303, `/quality/sample?checked=${id}`);
    },
  );

  return router;
}

/** One answer per active theme; null when one is missing or is none of those offered. */
function readAnswers(body: Record<string, unknown>, { themes }: Taxonomy): Record<string, Polarity | null> | null {
  const answers: Record<string, Polarity | null> = {};
  for (const { key } of themes) {
    const said = body[answerField(key)];
    const polarity = POLARITIES.find((each) => each === said);
    if (!polarity && said !== ABSENT) return null;
    answers[key] = polarity ?? null;
  }
  return answers;
}

/** From the sample itself once it has enough, else from the labels that come with the product; empty until measured. */
async function widthsOf(cards: QualityCards): Promise<SampleWidth[]> {
  const card = await cards.card(WIDTHS_PATIENCE_MS);
  if (card.state !== 'ready') return [];
  const { sample, committed } = card.value;
  const own = sample.find((quality) => quality.lang === null);
  const source =
    own && own.micro.labelled >= POSITIVES_NEEDED ? own : committed.languages.find((quality) => quality.lang === null);
  return source ? expectedWidths(source.micro, source.comments) : [];
}
