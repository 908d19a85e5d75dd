// TextEncoder, and TextDecoder of the encodings that programs of the network meet: UTF-8, UTF-16 and windows-1252.
// WHATWG Encoding.

import { nameClass } from '../../globals/define.ts';
import { toBinary } from '../buffer/binary.ts';
import { encodeUtf8, isUtf8, replaceLoneSurrogates } from '../buffer/utf8.ts';
import buffer from '../buffer.ts';
import { coded, invalidType } from '../errors.ts';
import decoding from '../string_decoder.ts';

type Bytes = Uint8Array;
interface Decoder {
  write(bytes: Bytes): string;
  end(): string;
}

const LABELS: Record<string, readonly string[]> = {
  'utf-8': ['unicode-1-1-utf-8', 'unicode11utf8', 'unicode20utf8', 'utf-8', 'utf8', 'x-unicode20utf8'],
  'utf-16le': ['csunicode', 'iso-10646-ucs-2', 'ucs-2', 'unicode', 'unicodefeff', 'utf-16', 'utf-16le'],
  'utf-16be': ['unicodefffe', 'utf-16be'],
  'windows-1252': [
    ...['ansi_x3.4-1968', 'ascii', 'cp1252', 'cp819', 'csisolatin1', 'ibm819', 'iso-8859-1', 'iso-ir-100'],
    ...['iso8859-1', 'iso88591', 'iso_8859-1', 'iso_8859-1:1987', 'l1', 'latin1', 'us-ascii', 'windows-1252'],
    'x-cp1252',
  ],
};
const BY_LABEL = new Map(
  Object.entries(LABELS).flatMap(([name, labels]) => labels.map(label => [label, name])),
);
/** Of windows-1252 the characters 0x80 to 0x9f. */
const WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

export class TextEncoder {
  get encoding(): string {
    return 'utf-8';
  }

  encode(input: unknown = ''): Bytes {
    return encodeUtf8(`${input}`);
  }

  encodeInto(source: string, target: Bytes): { read: number; written: number } {
    if (typeof source !== 'string') throw invalidType('src', 'string', source);
    const Buffer = buffer.Buffer as unknown as {
      from(b: ArrayBufferLike, at: number, length: number): Bytes;
    };
    const into = Buffer.from(target.buffer, target.byteOffset, target.byteLength);
    const written = (into as Bytes & { utf8Write(text: string): number }).utf8Write(source);
    const whole = encodeUtf8(source).length === written;
    return { read: whole ? source.length : into.subarray(0, written).toString().length, written };
  }
}

export class TextDecoder {
  readonly #encoding: string;
  readonly #fatal: boolean;
  readonly #ignoreBom: boolean;
  #decoder: Decoder | undefined;
  #bomSeen = false;
  #pending: Bytes[] = [];

  constructor(label: unknown = 'utf-8', options: { fatal?: boolean; ignoreBOM?: boolean } | null = {}) {
    const encoding = BY_LABEL.get(`${label}`.trim().toLowerCase());
    if (encoding === undefined) {
      throw coded(RangeError, 'ERR_ENCODING_NOT_SUPPORTED', `The "${label}" encoding is not supported`);
    }
    this.#encoding = encoding;
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBom = Boolean(options?.ignoreBOM);
  }

  get encoding(): string {
    return this.#encoding;
  }

  get fatal(): boolean {
    return this.#fatal;
  }

  get ignoreBOM(): boolean {
    return this.#ignoreBom;
  }

  decode(input?: unknown, options?: { stream?: boolean }): string {
    const bytes = viewOf(input);
    const streams = Boolean(options?.stream);
    this.#decoder ??= decoderOf(this.#encoding);
    if (this.#fatal && this.#encoding === 'utf-8') this.#check(bytes, streams);
    let text = this.#decoder.write(bytes) + (streams ? '' : this.#decoder.end());
    if (this.#encoding.startsWith('utf-16')) text = this.#whole(text);
    const shown = this.#withoutBom(text);
    if (!streams) {
      this.#decoder = undefined;
      this.#bomSeen = false;
    }
    return shown;
  }

  /** The mark of the byte order at the start is no text, unless it was asked for. */
  #withoutBom(text: string): string {
    if (this.#ignoreBom || this.#bomSeen || text === '') return text;
    this.#bomSeen = true;
    return text.charCodeAt(0) === 0xfeff && this.#encoding !== 'windows-1252' ? text.slice(1) : text;
  }

  /** Half a pair of UTF-16 is no text. */
  #whole(text: string): string {
    const whole = replaceLoneSurrogates(text);
    if (!this.#fatal || whole === text) return whole;
    this.#decoder = undefined;
    throw invalidData(this.#encoding);
  }

  /** Throws for what is not well-formed. What comes in pieces is looked at in whole characters. */
  #check(bytes: Bytes, streams: boolean): void {
    this.#pending.push(bytes);
    const all = this.#pending.length === 1 ? bytes : concat(this.#pending);
    const held = streams ? unfinished(all) : 0;
    this.#pending = held > 0 ? [all.slice(all.length - held)] : [];
    if (isUtf8(all.subarray(0, all.length - held))) return;
    this.#pending = [];
    this.#decoder = undefined;
    throw invalidData(this.#encoding);
  }
}

nameClass('TextEncoder', TextEncoder);
nameClass('TextDecoder', TextDecoder);

function invalidData(encoding: string): Error {
  const message = `The encoded data was not valid for encoding ${encoding}`;
  return coded(TypeError, 'ERR_ENCODING_INVALID_ENCODED_DATA', message);
}

function viewOf(input: unknown): Bytes {
  if (input === undefined) return new Uint8Array(0);
  if (input instanceof Uint8Array) return input;
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  if (typeof SharedArrayBuffer === 'function' && input instanceof SharedArrayBuffer)
    return new Uint8Array(input);
  const message =
    'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.';
  throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', message);
}

function concat(parts: Bytes[]): Bytes {
  const Buffer = buffer.Buffer as unknown as { concat(list: Bytes[]): Bytes };
  return Buffer.concat(parts);
}

/** The bytes at the end that may be the start of a character of UTF-8. */
function unfinished(bytes: Bytes): number {
  const decoder = decoderOf('utf-8') as Decoder & { lastNeed: number; lastTotal: number };
  decoder.write(bytes);
  return decoder.lastTotal - decoder.lastNeed;
}

function decoderOf(encoding: string): Decoder {
  const StringDecoder = decoding.StringDecoder as unknown as new (name: string) => Decoder;
  if (encoding === 'utf-8') return new StringDecoder('utf8');
  if (encoding.startsWith('utf-16')) {
    return new Utf16Decoder(new StringDecoder('utf16le'), encoding === 'utf-16be');
  }
  return {
    write: bytes => toBinary(bytes).replace(/[\x80-\x9f]/g, char => WINDOWS[char.charCodeAt(0) - 0x80]),
    end: () => '',
  };
}

/** Stands for what is cut off. */
const HALF = '\ud800';

/** UTF-16, of which half a unit or half a pair is no text. */
class Utf16Decoder implements Decoder {
  readonly #decoder: Decoder;
  readonly #bigEndian: boolean;
  #odd = new Uint8Array(0);

  constructor(decoder: Decoder, bigEndian: boolean) {
    this.#decoder = decoder;
    this.#bigEndian = bigEndian;
  }

  write(bytes: Bytes): string {
    const all = concat([this.#odd, bytes]);
    const even = all.length & ~1;
    this.#odd = new Uint8Array(all.subarray(even));
    if (this.#bigEndian) for (let i = 0; i < even; i += 2) [all[i], all[i + 1]] = [all[i + 1], all[i]];
    return this.#decoder.write(all.subarray(0, even));
  }

  end(): string {
    const half = this.#decoder.end() !== '' || this.#odd.length > 0;
    this.#odd = new Uint8Array(0);
    return half ? HALF : '';
  }
}
