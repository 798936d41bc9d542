/** Words that say what a comment is about: no stop words, no thanks, no praise of everything, no masked names. */
import { LANGUAGES } from '../domain/theme.js';
import { STOP_WORDS } from './frequentWords.js';
import { splitWords } from './words.js';

const EMPTY_WORDS = new Set(
  [
    // thanks and greetings
    'kiitos kiitokset kiitoksia kiitti kiitän kiittää kiitollinen kiitollisia moi hei heippa moikka terveisin terv terveisiä',
    'tack tackar tacksam tacksamma hej hälsningar hälsning thank thanks thankful grateful cheers hello bye regards',
    // praise and blame of everything
    'hyvä hyvää hyvin hyvästä hienoa hieno mahtava mahtavaa erinomainen erinomaista loistava loistavaa tyytyväinen täydellinen paras',
    'palvelu palvelua palvelusta bra god gott fint fin utmärkt jättebra nöjd perfekt bäst service tjänst good great fine excellent',
    'amazing brilliant perfect lovely nice happy satisfied pleased best better improve wonderful fantastic super wow experience',
    // everything, nothing, no opinion
    'kaikki kaikkea kaikesta muuta mitään sano sanottavaa lisättävää ei-ole allt ingenting inget inte everything nothing anything',
    'something think thing things okei okej okay joo juu jaa noh',
  ]
    .join(' ')
    .split(' '),
);

export function contentWords(text: string, lang: string): string[] {
  const languages = LANGUAGES.filter((known) => known === lang);
  const stops = (languages.length > 0 ? languages : LANGUAGES).map((known) => STOP_WORDS[known]);
  return splitWords(text.replace(/\[\p{Lu}+\]/gu, ' ')).filter(
    (word) =>
      word.length > 2 && /\p{L}/u.test(word) && !EMPTY_WORDS.has(word) && !stops.some((words) => words.has(word)),
  );
}
