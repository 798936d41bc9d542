/** Somebody with a browser without script: keeps cookies, follows nothing by itself, sends forms with their token. */
import assert from 'node:assert/strict';
import type { Role } from '../../src/domain/actor.js';
import { Passwords, type HashCost } from '../../src/flows/passwords.js';
import type { AccountStore } from '../../src/store/accountStore.js';

/** A millisecond in place of a third of a second. */
export const QUICK_COST: HashCost = { ln: 10, r: 8, p: 1 };

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Path that a redirect leads to, or null. */
  readonly location: string | null;
}

export class Visitor {
  readonly cookies = new Map<string, string>();

  /** @param base `http://127.0.0.1:PORT` */
  constructor(
    readonly base: string,
    lang = 'en',
  ) {
    this.cookies.set('kuulolla_lang', lang);
  }

  /** @param address path, or a whole address for another service */
  async get(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.#ask(address, { headers });
  }

  /** Sends a form of the page `from` with its token. */
  async send(
    from: string,
    path: string,
    fields: Readonly<Record<string, string>> | [string, string][],
  ): Promise<Answer> {
    const token = /name="_csrf" value="([^"]+)"/.exec((await this.get(from)).text)?.[1];
    assert.ok(token, `a form on ${from}`);
    return this.post(path, [['_csrf', token], ...(Array.isArray(fields) ? fields : Object.entries(fields))]);
  }

  async post(address: string, fields: [string, string][]): Promise<Answer> {
    return this.#ask(address, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  }

  async signIn(userName: string, password: string, next = '/'): Promise<Answer> {
    return this.send('/login', '/login', { userName, password, next });
  }

  /** As one of the people of the demo organisation. */
  async continueAs(account: string, next = '/'): Promise<Answer> {
    return this.send('/login', '/login/as', { account, next });
  }

  async #ask(address: string, init: RequestInit): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', cookie, ...(init.headers as Record<string, string>) };
    const answer = await fetch(new URL(address, this.base), { ...init, headers, redirect: 'manual' });
    for (const each of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(each)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await answer.text();
    return { status: answer.status, text, headers: answer.headers, location: answer.headers.get('location') };
  }
}

/** Adds an account; user name and id are the same. */
export async function addPerson(
  store: AccountStore,
  userName: string,
  role: Role,
  traits: {
    readonly password?: string;
    readonly units?: readonly string[];
    readonly email?: string;
    readonly name?: string;
  } = {},
): Promise<void> {
  const { password, units = null, email = null, name = userName } = traits;
  const hash = password === undefined ? null : await new Passwords(QUICK_COST).hash(password);
  await store.addAccount(
    {
      id: userName,
      userName,
      name,
      email,
      role,
      units,
      grants: [],
      lang: null,
      identity: null,
      createdAt: '2024-01-01T08:00:00.000Z',
    },
    hash,
  );
}
