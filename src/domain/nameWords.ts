/** What a name looks like after a title or an introduction, and which capitalised words are none. */
import type { Span } from './theme.js';

/** Capitalised words that stand where a name could: starts of sentences without a full stop, organisations, days. */
const NOT_NAMES = new Set(
  `kiitos kiitokset kiitti kiittäen hyvä hyvin hyvää hieno ihana ihanaa erittäin todella tosi aina ei en et eivät emme on oli olin olen olisi olivat ollut
  sain saatu sai saimme se sen ne hän hänen he heidän minä minun minua minulle mun mä me meidän te tämä tämän tuo ja tai mutta vaan sekä kun jos että koska
  kaikki kaikkea kaikin kaikkien kukaan kuka mitä mikä miksi miten missä vain vielä myös nyt sitten siis siellä täällä täältä sieltä todellakin
  palvelu palvelua palvelun hoito hoitoa hoidon henkilökunta henkilökunnan ystävällinen ystävällistä asiallinen osaava ammattitaitoinen tyytyväinen
  kiitollinen eräs asiakas asiakkaan potilas potilaan äiti isä omainen vanhempi nimetön lapsi lapsen mummo vaari ystävä kävin kävi käynti aika ajan
  toivon toivoisin toivottavasti terveisin terveisiä terv parasta hyvää mukava mukavaa upea mahtava super huono huonoa ok no joo kyllä
  lääkäri hoitaja tohtori sairaanhoitaja rouva herra neiti professori
  maanantai maanantaina tiistai tiistaina keskiviikko keskiviikkona torstai torstaina perjantai perjantaina lauantai lauantaina sunnuntai sunnuntaina
  tack tackar bra mycket jag du han hon vi ni de den det en ett var är har hade och eller men som att när om inte alla allt väldigt jätte jättebra trevlig
  vänlig god nöjd tacksam patient kund mamma pappa anhörig anonym läkare doktor sköterska sjuksköterska personalen vården bemötandet måndag tisdag
  onsdag torsdag fredag lördag söndag hälsningar mvh
  thank thanks very the this that these those she it they we you he his her our my all and or but was were is are has had have not no yes good great
  excellent nice everything everyone staff nurse doctor service care from with for when who what which there here monday tuesday wednesday thursday friday
  saturday sunday client customer regards best kind satisfied grateful happy daddy mum mom dad
  suomi suomen suomeksi ruotsi ruotsin ruotsiksi englanti svenska finska engelska finland sverige finnish swedish english hus tyks tays oys kys keusote varha
  pirha hyks omakanta kanta kela kelan covid korona maisa terveyskeskus terveysasema sairaala sairaalan hälsostation sjukhuset hospital päivystys akuten
  mr mrs ms miss dr sir building room
  joulu joulun pääsiäinen vappu juhannus god`.split(/\s+/),
);

/** Beginnings of towns and hospitals that are no surnames, in both languages and all case forms. */
const PLACE =
  /^(?:Helsin|Espoo|Vantaa|Tampere|Turku|Turus|Turun|Ouluss|Oulun|Kuopio|Jyväskylä|Meilah|Jorvi|Peija[sk]|Hyvinkää|Porvoo|Kotkass|Vaasas|Vaasan|Vasa$|Rovaniem|Joensuu|Lappeenran|Kokkola|Karleby|Jakobstad|Pietarsaar|Åbo|Helsingfors|Esbo|Vanda$|Borgå|Tuusula|Järvenpää|Kerava|Nurmijärv|Mäntsälä|Hämeenlinn|Suome|Finlan|Sverige|Ruotsi|Keski-|Uudenmaa|Uusimaa|Nyland)/u;

/** Illnesses called after people. */
const ILLNESS = /^(?:Parkinson|Alzheimer|Crohn|Bechterew|Ménièr|Menier|Sjögren|Asperger|Tourette|Down)/u;

const NAME_TOKEN = /^\p{Lu}(?:\p{Ll}+|['’]\p{Lu}\p{Ll}+)(?:[-'’]\p{Lu}?\p{Ll}+)*(?::\p{Ll}{1,5})?/u;
const INITIAL = /^\p{Lu}\.(?! ?\n)/u;
const CAPITALS = /^\p{Lu}{4,20}(?:-\p{Lu}{3,20})?(?![\p{L}\p{N}-])/u;
const PARTICLE = /^(?:von|af|de|van|la|der|al|el) /u;

/** True for a word written with a capital that may be part of a person's name. */
export function mayBeName(word: string): boolean {
  return !NOT_NAMES.has(word.toLowerCase()) && !PLACE.test(word) && !ILLNESS.test(word);
}

/**
 * The name that starts exactly at `start`: up to `maxWords` capitalised words with initials and particles between, or null.
 * `capitals`: also a word written in capitals throughout, of at least four letters.
 */
export function nameAt(text: string, start: number, options: { maxWords: number; capitals: boolean }): Span | null {
  let at = start;
  let end = start;
  let words = 0;
  while (words < options.maxWords) {
    const rest = text.slice(at, at + 60);
    const particle = words > 0 ? (PARTICLE.exec(rest)?.[0] ?? '') : '';
    const word = rest.slice(particle.length);
    const initial = INITIAL.exec(word)?.[0];
    const token = NAME_TOKEN.exec(word)?.[0] ?? (options.capitals ? CAPITALS.exec(word)?.[0] : undefined);
    if (token !== undefined && mayBeName(token.replace(/:.*$/u, ''))) {
      at += particle.length + token.length;
      words += 1;
      end = at;
    } else if (initial !== undefined && particle === '') {
      at += initial.length;
      // an initial alone is a name only with a word beside it
      if (words > 0) end = at;
    } else break;
    const gap = /^[ \u00a0]/u.exec(text.slice(at, at + 1));
    if (!gap) {
      if (initial !== undefined && token === undefined) continue;
      break;
    }
    at += 1;
  }
  return words > 0 ? { start, end } : null;
}
