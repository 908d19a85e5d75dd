// node:querystring. npm's packages of that name are Node 0.10's.

import buffer from './buffer.ts';

type Bytes = Uint8Array;
type Options = { decodeURIComponent?: (text: string) => string; maxKeys?: number };
const Buffer = buffer.Buffer as unknown as { from(text: string, encoding: string): Bytes };
type Escape = (text: string) => string;

const UNESCAPED = /[^!'()*\-.~\w]/;

function escaped(value: unknown): string {
  const text = typeof value === 'object' ? String(value) : `${value as string}`;
  if (!UNESCAPED.test(text)) return text;
  try {
    return encodeURIComponent(text);
  } catch {
    throw Object.assign(new URIError('URI malformed'), { code: 'ERR_INVALID_URI' });
  }
}

/** `%41` is a byte; what is no such is left as it is. */
function unescapeBuffer(text: string, plus = false): Bytes {
  const spaced = plus ? text.replaceAll('+', ' ') : text;
  const bytes = spaced.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}

function unescaped(text: string, plus = false): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescapeBuffer(text, plus).toString();
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return `${value}`;
  if (typeof value === 'bigint' || typeof value === 'boolean') return `${value}`;
  return '';
}

function stringify(
  given: unknown,
  separator = '&',
  equals = '=',
  options?: { encodeURIComponent?: Escape },
): string {
  if (given === null || typeof given !== 'object') return '';
  const encode =
    typeof options?.encodeURIComponent === 'function' ? options.encodeURIComponent : exported.escape;
  const pair = (key: string, value: unknown) => `${encode(key)}${equals}${encode(textOf(value))}`;
  return Object.entries(given)
    .flatMap(([key, value]) =>
      Array.isArray(value) ? value.map(each => pair(key, each)) : [pair(key, value)],
    )
    .join(separator || '&');
}

function parse(
  text: unknown,
  separator?: string,
  equals?: string,
  options?: Options,
): Record<string, unknown> {
  const found: Record<string, unknown> = Object.create(null);
  if (typeof text !== 'string' || text === '') return found;
  const maxKeys = options?.maxKeys;
  const pieces = text.split(separator || '&');
  // Empty pieces count as little as they mean.
  let left = typeof maxKeys === 'number' && maxKeys > 0 ? maxKeys : Number.POSITIVE_INFINITY;
  for (const piece of pieces) {
    if (piece === '') continue;
    if (left-- <= 0) break;
    const at = piece.indexOf(equals || '=');
    const key = decoded(at < 0 ? piece : piece.slice(0, at), options);
    const value = at < 0 ? '' : decoded(piece.slice(at + (equals || '=').length), options);
    const before = found[key];
    if (before === undefined) found[key] = value;
    else if (Array.isArray(before)) before.push(value);
    else found[key] = [before, value];
  }
  return found;
}

function decoded(text: string, options: Options | undefined): string {
  const spaced = text.replaceAll('+', ' ');
  if (typeof options?.decodeURIComponent !== 'function') return exported.unescape(spaced, true);
  try {
    return options.decodeURIComponent(spaced);
  } catch {
    return unescaped(spaced, true);
  }
}

const exported = {
  unescapeBuffer,
  unescape: unescaped,
  escape: escaped,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};

export default exported;
