/**
 * Frequent words by language: they tell the language of a text of few words, where letter statistics fail, and say nothing of
 * what a comment is about. Words that are common in two of these languages (`en`, `men`, `on`, `ja`) are kept where they
 * belong as stop words; identification counts them for each.
 */
export type KnownLanguage = 'fi' | 'sv' | 'en' | 'so' | 'et';

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/u));
}

/** Words without content of their own: left out of key phrases. */
export const STOP_WORDS: Readonly<Record<'fi' | 'sv' | 'en', ReadonlySet<string>>> = {
  fi: words(`
    aika aikana aina ainakin ainoa ajan asia asiaa asian asti edes ees eikä eivät ehkä ei eli ellei emme en enemmän ennen enkä ensin
    ensi enää erittäin eri ettei että et ette han hän häneltä hänelle hänen häntä he heidän heille heitä heti hyvin ihan ikinä ilman
    itse ja jo joita joka jokin joku jolla jolle jollain jonka jopa jos joskus jossa josta jota jotain joten jotka jotta
    juuri jälkeen kaikki kaikkea kaiken kaikille kanssa kans kautta kenellä kenelle kerran kertaa kesken ketään kesti koko koska kohta kohti
    koskaan kuin kuinka kuitenkin kuka kukaan kun ku kuten kyllä liian lisäksi lähes läpi me meidän meille meillä meitä melko mikä mikään
    miksi miten mitä mitään minkä minulla minulle minun minua minusta minut minä missä mistä moni monta mua muita mukaan mulla mulle
    mun muu muut muut muuta mutta mut myös mä nekin ne niiden niillä niin niitä noin nuo nyt näin nämä näiden näitä ois ole olemme olen olet olette
    oli olimme olin olisi olisin olisivat olivat olla olleet ollut oma oman omaa on ovat oo oon paitsi paljon pian pois pitäisi pitää piti
    poikki puoli saa saada sai saimme sain sama saman samaa samalla se sekä sellainen sen siellä siihen siinä siis siitä siksi sillä silloin silti
    sinne sinä sinun sitten sitä sun suoraan sä taas tai takia te teidän teille teitä tosi tosin tuo tuon tule tulee tuli tulin tulla tulisi tätä täällä tähän tämä tämän tässä tästä vaan vai vaikka vain varsin
    vasta vielä vois voi voisi voin voivat vähän yhtä yhtään yksi yli ym yms
    kerralla kertaakaan kaksi kolme neljä todella`),
  sv: words(`
    alla allt alltid alltså andra annan annat att av bara blev bli blir blivit både då de dem den denna deras dess det detta dig din dina
    dit ditt du där därför efter eftersom ej eller en er era ert ett fanns fick finns fram från få får fått för före gick gjorde gjort
    gånger gång går gått gör göra ha hade haft han hans har hela heller hennes henne hon honom hos hur här i iallafall ibland igen ihop
    in inga ingen inget innan inom inte int ja jag ju kan kanske kom komma kommer kunde kunna kvar lite man med medan mej mellan men
    mer mera mest mig min mina mitt mot mycket mycke måste nej ni nog nu nån nåt någon något några när nästa och också om oss på
    sa sade samma sedan sen sig sin sina sitt själv ska skall skulle som så sådan säga säger ta tar till tills trots två under upp ur ut utan va vad
    var vara varför varit varje vart vem vi vid vilken vilket vill väl vår våra vårt än ändå är även åt över redan riktigt väldigt verkligen`),
  en: words(`
    a about after again all also although always am an and another any anything are aren't as at be because been before being both
    but by came can cannot can't come could couldn't did didn't do does doesn't doing don't done down each else even ever every
    everything few for from further get gets getting go going gone got had hadn't has hasn't have haven't having he her here him
    himself his how however i i'd i'll i'm i've if in into is isn't it its it's itself just let like lot made make many me might more
    most much must my myself never no nor not nothing now of off on once one only or other our ours out over own quite rather
    really said same say see she should shouldn't since so some someone something still such take than that that's the their them themselves then there
    there's these they they're they've thing things this those though through to too two under until up upon us very was wasn't way we well went
    were weren't what when where which while who whom why will with without won't would wouldn't yet you your you're yours`),
};

/** What people write in two words, and words of two other languages that short comments are mistaken for or written in. */
const FEEDBACK_WORDS: Readonly<Record<KnownLanguage, ReadonlySet<string>>> = {
  fi: words(`
    asiakaspalvelu asiallinen asiallista hidas hienoa hieno hienosti hirveä hoitaja hoitajat hoito huono huonoa huonosti hyva hyvä
    hyvää hyvaa iloinen jees jono kaikin kamala kehno kiitoksia kiitos kiitti kiva kivaa kivasti loistava loistavaa
    lääkäri laakari mahtava mainio mainiota moi moikka mukava mukavaa nihkeä nopea nopeaa nopeasti nopee ok'ia paras parasta palvelu
    palvelua pelasi perus priima rauhallinen reipas sairaanhoitaja selkeä siisti siistiä sujui sujuvasti super
    surkea surkeaa tosi toimi toimii toimiva turha turhaa tyly tylsä tyytyväinen upea upeaa valitettavasti ystävällinen ystävällistä ystavallinen
    moro juu joo jaa jepulis kiittäen ikävä kaikki okei okke meni menee odotus kommentoitavaa kommentteja`),
  sv: words(`
    bra bemötande bäst bästa dålig dåligt fin fina fint fungerade fungerar gott god hej hemskt hjälp hjälpsam kallt klagomål kö ingenting jättebra kunnig
    kunniga lugn lugnt långsam långsamt långt läkare läkaren nöjd okej personal personalen proffsigt riktigt skötare skötaren skötarna smidigt snabb snabbt
    snäll snälla sköterska sköterskan supert tack tackar toppen trevlig trevliga trevligt tråkigt tyvärr underbar utmärkt vänlig vänliga vänligt väntetid väntan
    hejsan jodå jajamän prima köade vård vården vårdarna ont rörigt hyfsat hyggligt kommentar kommentarer duktig duktiga`),
  en: words(`
    amazing awful bad best brilliant calm caring clean comment comments complaints complaint cold cool doctor efficient everything excellent fabulous fantastic fast
    fine friendly good great happy hello hi helpful horrible hour hours kind lovely nice none nothing nurse nurses okay
    perfect pleasant polite poor professional quick quickly rude satisfied service slow staff super terrible thank thanks thankyou
    thx hello god meh toilets app top wait waited waiting well wonderful worst yes`),
  so: words(`
    waa waan waxaan waxay waxa iyo aad buu bay ayaa ayay ma ku ka la u si oo leh fiican fiicnaa fiicnayd mahadsan mahadsanid mahadsantihiin tihiin
    dhakhtar dhakhtarka dhakhtarku kalkaaliye kalkaalisada saacadood saacado sugayay qof jirin isbitaalka caafimaad ila hadlay maya haa wanaagsan`),
  et: words(`
    aitäh aitah tänan väga ja ei oli olid on arst arsti arstile õde õe kõik kõige midagi keegi pidin pidi ootama sõbralik hästi hea head mulle minu mind
    kuid aga ning siis kui seda selle see juurde aega ajaks aja oldi teenindus suurepärane`),
};

/** Words that speak for a language, for identification. */
export const TELLING_WORDS: Readonly<Record<KnownLanguage, ReadonlySet<string>>> = {
  fi: new Set([...STOP_WORDS.fi, ...FEEDBACK_WORDS.fi]),
  sv: new Set([...STOP_WORDS.sv, ...FEEDBACK_WORDS.sv]),
  en: new Set([...STOP_WORDS.en, ...FEEDBACK_WORDS.en]),
  so: FEEDBACK_WORDS.so,
  et: FEEDBACK_WORDS.et,
};
