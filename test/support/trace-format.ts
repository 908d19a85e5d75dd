// How a trace writes values down. One idea: whatever differs from run to run (ports, temporary paths, the
// chunks in which bytes arrive) is taken out here, so that two traces differ only where behaviour does.
import { createHash } from 'node:crypto';

/** What is printed as text rather than as a count and a digest. */
const SHORT = 64;
// Port numbers stay marked until the trace is rendered: an end may see a port before its owner has named it.
const OPEN = '\u2039';
const CLOSE = '\u203a';
const MARKED = new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'g');
const ADDRESS_WITH_PORT = /((?:\d{1,3}\.){3}\d{1,3}|::1|::|localhost)(:| port )(\d{1,5})\b/g;

/** A port in a line of a trace, to be given its name by `namePorts`. */
export function port(value: unknown): string {
  return typeof value === 'number' && value > 0 ? `${OPEN}${value}${CLOSE}` : String(value);
}

/** Puts the names of ports in the place of their numbers; one that nobody named becomes `<port>`. */
export function namePorts(line: string, names: ReadonlyMap<number, string>): string {
  return line.replace(MARKED, (_, digits) => `<port${nameOf(names.get(Number(digits)))}>`);
}

function nameOf(name: string | undefined): string {
  return name === undefined ? '' : ` of ${name}`;
}

/** A value as a caller passed it, or as a listener received it. */
export function value(v: unknown): string {
  if (v instanceof Error) return `(${error(v)})`;
  if (v instanceof Uint8Array || (typeof v === 'string' && v.length > SHORT)) return bytes(v);
  if (typeof v === 'string') return JSON.stringify(v);
  if (typeof v === 'object' && v !== null) return `{${Object.entries(v).map(property).join(' ')}}`;
  return typeof v === 'function' ? 'function' : String(v);
}

/** `name=value`, with ports marked. */
export function property([name, v]: readonly [string, unknown]): string {
  return `${name}=${/port$/i.test(name) ? port(v) : value(v)}`;
}

/** An error by what programs look at: name, code, syscall, address, port and message. */
export function error(e: unknown): string {
  if (!(e instanceof Error)) return `not an Error: ${String(e)}`;
  const {
    code,
    syscall,
    address,
    port: at,
  } = e as NodeJS.ErrnoException & { address?: string; port?: number };
  const parts = [e.name === 'Error' ? '' : e.name, code, syscall, address, at === undefined ? '' : port(at)];
  const inner = e instanceof AggregateError ? ` [${e.errors.map(error).join('; ')}]` : '';
  return `${parts.filter(Boolean).join(' ')} "${message(e)}"${inner}`.trim();
}

function message(e: Error): string {
  return e.message.replace(
    ADDRESS_WITH_PORT,
    (_, host, between, digits) => host + between + port(Number(digits)),
  );
}

/** Text if it is short and printable, else a count and a digest. */
export function bytes(chunk: string | Uint8Array): string {
  const run = new ByteRun();
  run.add(chunk);
  return run.toString();
}

/** Bytes received in a row: the boundaries of chunks are no part of the contract, so only the sum is kept. */
export class ByteRun {
  #length = 0;
  #text = '';
  #asText = false;
  readonly #hash = createHash('sha1');

  add(chunk: string | Uint8Array): void {
    this.#asText ||= typeof chunk === 'string';
    const raw = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    this.#length += raw.length;
    this.#hash.update(raw);
    if (this.#length > SHORT) this.#text = '';
    else this.#text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1');
  }

  toString(): string {
    const kind = this.#asText ? 'text ' : '';
    if (this.#length <= SHORT) return kind + JSON.stringify(this.#text);
    return `${kind}${this.#length} bytes sha1 ${this.#hash.copy().digest('hex').slice(0, 12)}`;
  }
}
