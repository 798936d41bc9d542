/** What is masked, and what stands in its place. */
import type { Span } from './theme.js';

export const REDACTION_KINDS = [
  'hetu',
  'satu',
  'personnummer',
  'iban',
  'phone',
  'email',
  'address',
  'birth_date',
  'plate',
  'name',
  'staff',
] as const;
/** `staff` is a name after the title of a professional, `name` any other. */
export type RedactionKind = (typeof REDACTION_KINDS)[number];

/** What stands in the text instead; the same in every language, so that stored texts and searches stay stable. */
export const REDACTION_TOKENS: Readonly<Record<RedactionKind, string>> = {
  hetu: '[HETU]',
  satu: '[SATU]',
  personnummer: '[PERSONNUMMER]',
  iban: '[TILINUMERO]',
  phone: '[PUHELIN]',
  email: '[SÄHKÖPOSTI]',
  address: '[OSOITE]',
  birth_date: '[SYNTYMÄAIKA]',
  plate: '[REKISTERINUMERO]',
  name: '[NIMI]',
  staff: '[HENKILÖKUNTA]',
};

/** One masked part, as offsets (UTF-16 code units) of the text that was given. */
export interface RedactedSpan extends Span {
  readonly kind: RedactionKind;
}
