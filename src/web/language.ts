/** The interface language: chosen by cookie, else by the browser's Accept-Language, else Finnish. */
import type { Request, RequestHandler } from 'express';
import i18next, { type TFunction } from 'i18next';
import { LANGUAGES, type Language } from '../domain/theme.js';
import en from './locales/en.json' with { type: 'json' };
import fi from './locales/fi.json' with { type: 'json' };
import sv from './locales/sv.json' with { type: 'json' };

export const LANGUAGE_COOKIE = 'kuulolla_lang';
const ONE_YEAR_MS = 365 * 24 * 3600 * 1000;

/** Looks a phrase up: `t('overview.title')`, `t('units.count', { count: 3 })`. Text is not escaped: templates escape. */
export type Translate = TFunction;

const catalogue = i18next.createInstance({
  resources: { fi: { translation: fi }, sv: { translation: sv }, en: { translation: en } },
  lng: 'fi',
  fallbackLng: false,
  supportedLngs: [...LANGUAGES],
  interpolation: { escapeValue: false },
  returnNull: false,
  // A missing phrase is a bug that must be seen in tests, not a key shown to a manager.
  saveMissing: true,
  missingKeyHandler: (languages, _namespace, key) => {
    throw new Error(`expected the phrase "${key}" in the ${languages.join(', ')} catalogue, found none`);
  },
  parseMissingKeyHandler: (key) => key,
  initAsync: false,
});
void catalogue.init();

export function translator(lang: Language): Translate {
  return catalogue.getFixedT(lang);
}

export function isLanguage(text: unknown): text is Language {
  return LANGUAGES.some((known) => known === text);
}

/** Sets `res.locals.lang`. */
export function chooseLanguage(): RequestHandler {
  return (req, res, next) => {
    const cookies = req.cookies as Record<string, unknown>;
    const chosen = cookies[LANGUAGE_COOKIE];
    const accepted = req.acceptsLanguages(...LANGUAGES);
    res.locals['lang'] = isLanguage(chosen)
      ? chosen
      : isLanguage(accepted) && req.get('accept-language')
        ? accepted
        : 'fi';
    res.vary('Accept-Language').vary('Cookie');
    next();
  };
}

/** The language that a request to remember one is about, or null. */
export function chosenLanguage(req: Request): Language | null {
  const lang = req.params['lang'];
  return isLanguage(lang) ? lang : null;
}

/** `GET /language/sv?back=/themes` remembers the choice and returns to where the person was. */
export function rememberLanguage(): RequestHandler {
  return (req, res, next) => {
    const lang = chosenLanguage(req);
    if (lang === null) {
      next();
      return;
    }
    res.cookie(LANGUAGE_COOKIE, lang, { maxAge: ONE_YEAR_MS, sameSite: 'lax', httpOnly: true });
    res.redirect(303, localPath(req.query['back']));
  };
}

/** A path within this service, so that a link cannot send a person elsewhere. */
export function localPath(back: unknown): string {
  return typeof back === 'string' && /^\/(?![/\\])[^\s]*$/.test(back) ? back : '/';
}
