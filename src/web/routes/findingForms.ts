/** Shows the form of a finding: a new one, a new version of one, one that is changed. */
import type { Request, Response } from 'express';
import type { ComposedFinding } from '../../flows/composeFinding.js';
import { figuresDigest, type FindingInput, type FindingProblem } from '../../flows/keepFinding.js';
import type { QuoteCandidate } from '../../flows/quoteCandidates.js';
import type { Finding, PartlyLocalised } from '../../store/findingStore.js';
import type { Localised } from '../../domain/theme.js';
import { sourcePath } from '../findingSource.js';
import { findingForm, proposedInput } from '../pages/findingForm.js';
import { scopeOf } from '../pages/findingView.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';

interface Shown {
  readonly req: Request;
  readonly res: Response;
  /** As typed; null for what the form begins with. */
  readonly typed: FindingInput | null;
}

export interface NewFormInput extends Shown {
  readonly composed: ComposedFinding;
  /** The finding that it is to be a new version of, or null. */
  readonly replaced: Finding | null;
  readonly problems: readonly (FindingProblem | 'moved')[];
}

export async function showNewForm(render: PageRenderer, forms: FormProtection, input: NewFormInput): Promise<void> {
  const { req, res, composed, replaced, typed } = input;
  const madeFrom = sourcePath(composed.source);
  const { unit, from, to } = composed.filter;
  await render(req, res, 'findingForm', { titleKey: 'findings.form.newTitle', section: 'findings' }, (words) =>
    findingForm(
      {
        heading: replaced
          ? words.t('findings.form.newVersion', { id: replaced.id })
          : words.t('findings.form.newTitle'),
        action: '/findings',
        token: forms.token(req, res),
        hidden: [
          { name: 'from', value: madeFrom },
          { name: 'seen', value: figuresDigest(composed) },
          ...(replaced ? [{ name: 'replaces', value: String(replaced.id) }] : []),
        ],
        source: { href: madeFrom, label: words.t('findings.form.from') },
        scope: scopeOf({ unit, from, to, madeFrom }, words),
        figures: composed.figures,
        candidates: composed.candidates,
        typed: typed ?? firstInput(composed, replaced, proposedInput(composed, words)),
        problems: input.problems,
        saveLabel: words.t('findings.form.save'),
      },
      words,
    ),
  );
}

/** A new version begins with the words of the one before and with its quotes as far as they can still be quoted. */
function firstInput(composed: ComposedFinding, replaced: Finding | null, proposed: FindingInput): FindingInput {
  if (!replaced) return proposed;
  const quotable = new Set(composed.candidates.map(({ response }) => response));
  const quotes = replaced.quotes.filter(({ response }) => quotable.has(response));
  return { ...proposed, claim: filled(replaced.claim), quotes: quotes.length > 0 ? quotes : proposed.quotes };
}

export interface EditFormInput extends Shown {
  readonly finding: Finding;
  readonly candidates: readonly QuoteCandidate[];
  readonly problems: readonly FindingProblem[];
}

export async function showEditForm(render: PageRenderer, forms: FormProtection, input: EditFormInput): Promise<void> {
  const { req, res, finding, typed } = input;
  const own = new Set(finding.quotes.map(({ response }) => response));
  await render(req, res, 'findingForm', { titleKey: 'findings.title', section: 'findings' }, (words) =>
    findingForm(
      {
        heading: words.t('findings.form.editTitle', { id: finding.id }),
        action: `/findings/${finding.id}`,
        token: forms.token(req, res),
        hidden: [],
        source: { href: finding.madeFrom, label: words.t('findings.form.from') },
        scope: scopeOf(finding, words),
        figures: finding.figures,
        candidates: [...finding.quotes, ...input.candidates.filter(({ response }) => !own.has(response))],
        typed: typed ?? { claim: filled(finding.claim), limits: filled(finding.limits), quotes: finding.quotes },
        problems: input.problems,
        saveLabel: words.t('findings.form.saveChanges'),
      },
      words,
    ),
  );
}

function filled(text: PartlyLocalised): Localised {
  return { fi: text.fi ?? '', sv: text.sv ?? '', en: text.en ?? '' };
}
