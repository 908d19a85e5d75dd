// Secret keys: what createSecretKey makes, and what createHmac and hkdf take for one.

import buffer from '../buffer.ts';
import { coded, invalidType } from '../errors.ts';
import { asOutput, BUFFERS, bytesOf, viewOf } from './bytes.ts';

const MAKING = Symbol('making');
const KEYS = ['string', ...BUFFERS, 'KeyObject', 'CryptoKey'];

/** What a KeyObject and a CryptoKey keep to themselves. */
export const kKeyBytes: unique symbol = Symbol('kKeyBytes');

/** A secret key. Of the others guests have none. */
export class KeyObject {
  readonly #bytes: Uint8Array;

  constructor(making: unknown, bytes: Uint8Array) {
    if (making !== MAKING) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    this.#bytes = bytes;
  }

  static from(key: unknown): KeyObject {
    const bytes = (key as { [kKeyBytes]?: Uint8Array } | undefined)?.[kKeyBytes];
    if (!bytes) throw invalidType('key', 'CryptoKey', key);
    return new KeyObject(MAKING, bytes);
  }

  get type(): 'secret' {
    return 'secret';
  }

  get symmetricKeySize(): number {
    return this.#bytes.length;
  }

  get [kKeyBytes](): Uint8Array {
    return this.#bytes;
  }

  equals(other: KeyObject): boolean {
    return toHex(this.#bytes) === toHex(other[kKeyBytes]);
  }

  export(options: { format?: string } = {}): unknown {
    if (options.format === 'jwk') return { kty: 'oct', k: asOutput(this.#bytes, 'base64url') };
    return asOutput(Uint8Array.from(this.#bytes));
  }

  get [Symbol.toStringTag](): string {
    return 'KeyObject';
  }
}

function toHex(bytes: Uint8Array): string {
  return asOutput(bytes, 'hex') as string;
}

/** The bytes of a key in any form that Node takes. */
export function keyBytes(key: unknown, name: string): Uint8Array {
  const own = (key as { [kKeyBytes]?: Uint8Array } | null | undefined)?.[kKeyBytes];
  if (own) return own;
  if (typeof key === 'string') return bytesOf(key, name);
  const view = viewOf(key);
  if (!view) throw invalidType(name, KEYS, key);
  return view;
}

export function createSecretKey(key: unknown, encoding?: string): KeyObject {
  if (typeof key !== 'string' && !viewOf(key)) throw invalidType('key', BUFFERS, key);
  const { Buffer } = buffer;
  return new KeyObject(MAKING, Buffer(bytesOf(key, 'key', encoding)));
}
