import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Role } from '../../src/domain/actor.js';
import type { Store } from '../../src/store/store.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { addPerson, Visitor } from '../support/visitor.js';

const PASSWORD = 'a good long password';

let app: RunningApp;
let store: Store;
before(async () => {
  app = await startApp({ tagger: createFakeTagger(), idle: true, accounts: true });
  store = app.assembly.flows.store;
  for (const name of ['anna', 'bea', 'cia', 'dan', 'eva', 'fia']) {
    await addPerson(store, name, 'manager', { password: PASSWORD, name: `${name.toUpperCase()} Virta` });
  }
});
after(() => app.close());

async function signedIn(userName: string, lang = 'en'): Promise<Visitor> {
  const visitor = new Visitor(app.url, lang);
  const answer = await visitor.signIn(userName, PASSWORD);
  assert.equal(answer.status, 303, answer.text);
  return visitor;
}

describe('without having signed in', () => {
  it('pages lead to the sign-in page and back afterwards', async () => {
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.get('/')).location, '/login');
    const { status, location } = await visitor.get('/comments?q=phone&theme=access');
    assert.deepEqual([status, location], [303, '/login?next=%2Fcomments%3Fq%3Dphone%26theme%3Daccess']);
    const form = await visitor.get(location ?? '');
    assert.match(form.text, /name="next" value="\/comments\?q=phone&amp;theme=access"/);
    const answer = await visitor.signIn('anna', PASSWORD, '/comments?q=phone&theme=access');
    assert.deepEqual([answer.status, answer.location], [303, '/comments?q=phone&theme=access']);
  });

  it('addresses that there are not are told no more about than others', async () => {
    assert.equal((await new Visitor(app.url).get('/no/such/page')).location, '/login?next=%2Fno%2Fsuch%2Fpage');
  });

  it('forms and the API are refused with 401', async () => {
    const visitor = new Visitor(app.url);
    await visitor.get('/login');
    assert.equal((await visitor.post('/quality/training', [])).status, 401);
    assert.equal((await visitor.get('/api/v1/nps')).status, 401);
    assert.equal((await visitor.get('/api/v1/openapi.json')).status, 401);
  });

  it('files, probes, the language and the sign-in page are open', async () => {
    const visitor = new Visitor(app.url);
    for (const path of ['/assets/kuulolla.css', '/healthz', '/readyz', '/login']) {
      assert.equal((await visitor.get(path)).status, 200, path);
    }
    assert.equal((await visitor.get('/language/fi?back=/login')).location, '/login');
  });

  it('the sign-in page tells nothing about the feedback', async () => {
    const { text } = await new Visitor(app.url).get('/login');
    assert.doesNotMatch(text, /taxonomy|progress|<nav/);
    assert.doesNotMatch(text, /login\/as/, 'and nobody can be continued as outside the demo');
  });
});

describe('signing in', () => {
  it('leads nowhere but within the service', async () => {
    for (const next of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      'evil',
      '',
    ]) {
      const answer = await new Visitor(app.url).signIn('anna', PASSWORD, next);
      assert.deepEqual([answer.status, answer.location], [303, '/'], next);
    }
    const asked = await new Visitor(app.url).get('/login?next=//evil.example');
    assert.match(asked.text, /name="next" value="\/"/);
  });

  it('leads somebody to the first page that they may see', async () => {
    for (const [role, start] of [
      ['panelMember', '/panel'],
      ['privacyOfficer', '/'],
      ['facilitator', '/'],
    ] as [Role, string][]) {
      await addPerson(store, `first-${role.toLowerCase()}`, role, { password: PASSWORD });
      assert.equal((await new Visitor(app.url).signIn(`first-${role.toLowerCase()}`, PASSWORD)).location, start, role);
    }
  });

  it('without the form’s token is refused, and nobody is signed in', async () => {
    const visitor = new Visitor(app.url);
    await visitor.get('/login');
    const answer = await visitor.post('/login', [
      ['userName', 'anna'],
      ['password', PASSWORD],
    ]);
    assert.equal(answer.status, 403);
    assert.equal(visitor.cookies.has('kuulolla_session'), false);
  });

  it('with a form of before the sign-in does nothing afterwards: its token belongs to nobody', async () => {
    const visitor = new Visitor(app.url);
    const token = /name="_csrf" value="([^"]+)"/.exec((await visitor.get('/login')).text)?.[1] ?? '';
    await visitor.signIn('anna', PASSWORD);
    assert.equal((await visitor.post('/logout', [['_csrf', token]])).status, 403);
  });

  it('answers a wrong password and an unknown user name with the same page', async () => {
    const pages = [];
    for (const userName of ['bea', 'no-such-person']) {
      const answer = await new Visitor(app.url).signIn(userName, 'not this one at all');
      assert.equal(answer.status, 401);
      pages.push(answer.text.replaceAll(userName, 'NAME').replaceAll(/value="[\w-]{20,}[^"]*"/g, 'TOKEN'));
    }
    assert.equal(pages[0], pages[1]);
    assert.match(pages[0] ?? '', /The user name or the password is not right\./);
  });

  it('says when to try again after failures', async () => {
    const visitor = new Visitor(app.url);
    for (let n = 0; n < 3; n++) await visitor.signIn('no-such-person-2', 'wrong one again');
    const answer = await visitor.signIn('no-such-person-2', 'wrong one again');
    assert.equal(answer.status, 429);
    assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]$/);
    assert.match(answer.text, /Try again at \d\d:\d\d:\d\d or later/);
  });

  it('shows who has signed in on every page, with the way out', async () => {
    const visitor = await signedIn('anna');
    const { text } = await visitor.get('/');
    assert.match(text, /<strong>ANNA Virta<\/strong> <span class="quiet">manager<\/span>/);
    const out = await visitor.send('/', '/logout', {});
    assert.deepEqual([out.status, out.location], [303, '/login']);
    assert.equal((await visitor.get('/')).location, '/login');
  });

  it('is needed once: the page leads on for who has', async () => {
    const visitor = await signedIn('anna');
    assert.equal((await visitor.get('/login?next=/themes')).location, '/themes');
  });
});

describe('an account', () => {
  it('that is disabled, or gets another role, has what it has at once', async () => {
    const visitor = await signedIn('bea');
    assert.equal((await visitor.get('/comments')).status, 200);
    await store.changeAccount('bea', { role: 'panelMember' });
    assert.equal((await visitor.get('/comments')).status, 403);
    await store.changeAccount('bea', { role: 'manager', state: 'disabled' });
    assert.equal((await visitor.get('/comments')).location, '/login?next=%2Fcomments');
    await store.changeAccount('bea', { state: 'active' });
    assert.equal((await visitor.get('/comments')).status, 303, 'the session does not come back');
  });

  it('keeps its language over that of the browser, and changes it with the switch', async () => {
    const visitor = await signedIn('cia', 'fi');
    assert.match((await visitor.get('/account')).text, /<html lang="fi">/);
    await visitor.get('/language/sv?back=/account');
    assert.match((await visitor.get('/account')).text, /<h1>Eget konto<\/h1>/);
    const elsewhere = await signedIn('cia', 'en');
    assert.match((await elsewhere.get('/account')).text, /<html lang="sv">/);
  });

  it('changes its password with the old one, and its other sessions end', async () => {
    const [here, elsewhere] = [await signedIn('dan'), await signedIn('dan')];
    const change = (old: string, next: string, again = next) =>
      here.send('/account', '/account/password', { old, next, again });
    for (const [old, next, again, said] of [
      ['not the old one', 'another long password', 'another long password', /present password is not right/],
      [PASSWORD, 'too short', 'too short', /at least 12 characters/],
      [PASSWORD, 'another long password', 'another one again', /not the same/],
    ] as const) {
      const answer = await change(old, next, again);
      assert.equal(answer.status, 422);
      assert.match(answer.text, said);
    }
    assert.equal((await change(PASSWORD, 'another long password')).location, '/account?password=changed');
    assert.equal((await here.get('/account')).status, 200);
    assert.equal((await elsewhere.get('/account')).status, 303);
  });

  it('says what it is in words', async () => {
    await addPerson(store, 'gun', 'privacyOfficer', { password: PASSWORD, email: 'gun@example.org' });
    const { text } = await (await signedIn('gun')).get('/account');
    for (const words of ['gun@example.org', 'privacy officer', 'the whole organisation'])
      assert.ok(text.includes(words));
  });
});

describe('the audit trail', () => {
  it('has sign-ins, failures and sign-outs, each once', async () => {
    const visitor = await signedIn('eva');
    await visitor.send('/account', '/logout', {});
    await new Visitor(app.url).signIn('eva', 'not this one at all');
    const records = (await store.listAudit({ limit: 1000 })).filter(
      ({ actorId, subject }) => actorId === 'eva' || subject['account'] === 'eva',
    );
    const about = records
      .filter(({ action }) => action.startsWith('sign'))
      .map(({ action, route }) => `${action} ${route}`);
    assert.deepEqual(about.reverse(), ['signIn /login', 'signOut /logout', 'signInFailed /login']);
  });
});

describe('an installation without accounts', () => {
  it('says on the sign-in page which command makes the first administrator, and lets nobody in', async () => {
    const empty = await startApp({ tagger: createFakeTagger(), idle: true, accounts: true });
    try {
      const visitor = new Visitor(empty.url);
      const { text } = await visitor.get('/login');
      assert.match(text, /npm run -s kuulolla -- user add --role administrator --user-name/);
      assert.doesNotMatch(text, /<form/);
      assert.equal((await visitor.get('/api/v1/nps')).status, 401, 'the API is open in the demo alone');
    } finally {
      await empty.close();
    }
  });
});
