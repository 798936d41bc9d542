/**
 * The little of XML that a workbook's parts consist of, read as a stream: elements with attributes, and text. A document type
 * is refused, so no entity beyond the five of XML is ever expanded. A spreadsheet library's streaming reader was not used,
 * because it cannot read a workbook whose sheet lies before its table of contents and trusts sizes that a zip bomb fakes.
 */
import { FileError } from './fileError.js';

export interface XmlHandler {
  /** Name without namespace prefix; attributes as written, entities still in them. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
}

const MAX_TOKEN_CHARACTERS = 64 * 1024 * 1024;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export interface XmlScanner {
  write(chunk: string): void;
  /** Throws when the document stops within an element. */
  end(): void;
}

/** Calls the handler as text is written; throws FileError `workbookBroken` for what is not well formed. */
export function scanXml(handler: XmlHandler): XmlScanner {
  let rest = '';
  let depth = 0;
  const tag = (content: string): void => {
    if (content.startsWith('/')) {
      depth -= 1;
      handler.close(localName(content.slice(1).trimEnd()));
      return;
    }
    const empty = content.endsWith('/');
    const body = empty ? content.slice(0, -1) : content;
    const end = body.search(/\s/);
    const name = localName(end === -1 ? body : body.slice(0, end));
    handler.open(name, end === -1 ? '' : body.slice(end));
    if (empty) handler.close(name);
    else depth += 1;
  };
  /** Position after what begins with `<` at `at`, or -1 when its end has not come yet. */
  const markup = (text: string, at: number): number => {
    if (text.startsWith('<![CDATA[', at)) {
      const end = text.indexOf(']]>', at);
      if (end === -1) return -1;
      handler.text(text.slice(at + 9, end));
      return end + 3;
    }
    if (text.startsWith('<!--', at)) return after(text, '-->', at);
    if (text.startsWith('<?', at)) return after(text, '?>', at);
    if (text.startsWith('<!', at)) {
      if (text.length - at < 9 && !text.startsWith('<!D', at)) return -1;
      throw new FileError('workbookBroken');
    }
    const end = tagEnd(text, at);
    if (end === -1) return -1;
    tag(text.slice(at + 1, end));
    return end + 1;
  };
  return {
    write(chunk) {
      const text = rest + chunk;
      let at = 0;
      for (;;) {
        const next = text.indexOf('<', at);
        if (next === -1) break;
        if (next > at && depth > 0) handler.text(decodeEntities(text.slice(at, next)));
        at = next;
        const end = markup(text, next);
        if (end === -1) break;
        at = end;
      }
      rest = text.slice(at);
      if (rest.length > MAX_TOKEN_CHARACTERS) throw new FileError('workbookBroken');
    },
    end() {
      if (depth !== 0 || rest.trim() !== '') throw new FileError('workbookBroken');
    },
  };
}

/** One pattern per name: a cell has three attributes and a sheet millions of cells. */
const ATTRIBUTE_PATTERNS = new Map<string, RegExp>();

/** Value of an attribute, entities decoded; undefined when it is not there. */
export function attribute(attributes: string, name: string): string | undefined {
  let pattern = ATTRIBUTE_PATTERNS.get(name);
  if (!pattern) {
    pattern = new RegExp(`(?:^|\\s)(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
    ATTRIBUTE_PATTERNS.set(name, pattern);
  }
  const match = pattern.exec(attributes);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : decodeEntities(value);
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? -1 : at + mark.length;
}

/** A `>` inside a quoted attribute does not end the tag. */
function tagEnd(text: string, from: number): number {
  for (let at = from + 1; ;) {
    const end = text.indexOf('>', at);
    if (end === -1) return -1;
    const inside = text.slice(from, end);
    const quotes = inside.includes('"') || inside.includes("'") ? inside.replace(/"[^"]*"|'[^']*'/g, '') : '';
    if (!/["']/.test(quotes)) return end;
    at = end + 1;
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
