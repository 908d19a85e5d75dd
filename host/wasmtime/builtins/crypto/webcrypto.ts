// webcrypto, as far as logins need it: digests, HMAC, and keys derived by PBKDF2 and HKDF. What it does not know it
// refuses with NotSupportedError, as Node does. W3C Web Cryptography API

import { nameClass } from '../../globals/define.ts';
import { coded } from '../errors.ts';
import { viewOf } from './bytes.ts';
import { hkdfSync, pbkdf2Sync } from './derive.ts';
import { type HashFunction, hashOf } from './hashes.ts';
import { hmac } from './hmac.ts';
import { kKeyBytes } from './keys.ts';
import { fillRandom, getRandomValues, randomUUID } from './random.ts';

type Bytes = Uint8Array;
interface Algorithm {
  name: string;
  hash?: string | Algorithm;
  length?: number;
  salt?: unknown;
  info?: unknown;
  iterations?: number;
}

const MAKING = Symbol('making');
const NAMES = ['HMAC', 'PBKDF2', 'HKDF', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];
const USAGES: Record<string, readonly string[]> = {
  HMAC: ['sign', 'verify'],
  PBKDF2: ['deriveKey', 'deriveBits'],
  HKDF: ['deriveKey', 'deriveBits'],
};

export class CryptoKey {
  readonly #bytes: Bytes;
  readonly algorithm: object;
  readonly extractable: boolean;
  readonly usages: readonly string[];
  readonly type = 'secret';

  constructor(
    making: unknown,
    bytes: Bytes,
    algorithm: object,
    extractable: boolean,
    usages: readonly string[],
  ) {
    if (making !== MAKING) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    this.#bytes = bytes;
    this.algorithm = algorithm;
    this.extractable = extractable;
    this.usages = usages;
  }

  get [kKeyBytes](): Bytes {
    return this.#bytes;
  }
}

function failure(name: string, message: string): DOMException {
  return new DOMException(message, name);
}

/** With its name as the standard writes it. */
function normalized(given: string | Algorithm | undefined): Algorithm {
  const algorithm = typeof given === 'string' ? { name: given } : given;
  const name = NAMES.find(each => each === `${algorithm?.name}`.toUpperCase());
  if (!algorithm || !name) throw failure('NotSupportedError', 'Unrecognized algorithm name');
  return { ...algorithm, name };
}

function hashFor(given: string | Algorithm | undefined): HashFunction {
  const { name } = normalized(given);
  const hash = name.startsWith('SHA-') ? hashOf(name) : undefined;
  if (!hash) throw failure('NotSupportedError', 'Unrecognized algorithm name');
  return hash;
}

function dataOf(value: unknown): Bytes {
  const bytes = viewOf(value);
  if (!bytes) {
    const message = 'The data argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView';
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', message);
  }
  return bytes;
}

function bufferOf(bytes: Bytes): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
}

function usable(key: CryptoKey, name: string, usage: string): void {
  if ((key.algorithm as Algorithm).name !== name)
    throw failure('InvalidAccessError', 'Key algorithm mismatch');
  if (!key.usages.includes(usage)) {
    throw failure('InvalidAccessError', `Unable to use this key to ${usage}`);
  }
}

function makeKey(bytes: Bytes, given: string | Algorithm, extractable: boolean, usages: string[]): CryptoKey {
  const { name, hash, length } = normalized(given);
  const allowed = USAGES[name];
  if (!allowed) throw failure('NotSupportedError', `Unable to import ${name} key`);
  if (usages.some(usage => !allowed.includes(usage))) {
    throw failure('SyntaxError', `Unsupported key usage for a ${name} key`);
  }
  if (usages.length === 0)
    throw failure('SyntaxError', 'Usages cannot be empty when importing a secret key.');
  if (name !== 'HMAC') {
    if (extractable) throw failure('SyntaxError', `${name} keys are not extractable`);
    return new CryptoKey(MAKING, bytes, { name }, false, usages);
  }
  hashFor(hash);
  const algorithm = { hash: { name: normalized(hash).name }, length: length ?? bytes.length * 8, name };
  return new CryptoKey(MAKING, bytes, algorithm, extractable, usages);
}

function derived(given: string | Algorithm, key: CryptoKey, bits: number | null): Bytes {
  const algorithm = normalized(given);
  if (bits === null || bits % 8 !== 0) throw failure('OperationError', 'length must be a multiple of 8');
  const { name } = normalized(algorithm.hash);
  hashFor(algorithm.hash);
  const salt = dataOf(algorithm.salt);
  if (algorithm.name === 'PBKDF2') {
    if (!algorithm.iterations) throw failure('OperationError', 'iterations cannot be zero');
    return pbkdf2Sync(key[kKeyBytes], salt, algorithm.iterations, bits / 8, name);
  }
  if (algorithm.name !== 'HKDF') throw failure('NotSupportedError', 'Unrecognized algorithm name');
  return new Uint8Array(hkdfSync(name, key[kKeyBytes], salt, dataOf(algorithm.info), bits / 8));
}

function sameBytes(a: Bytes, b: Bytes): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
  return difference === 0;
}

export class SubtleCrypto {
  async digest(algorithm: string | Algorithm, data: unknown): Promise<ArrayBuffer> {
    return bufferOf(hashFor(algorithm).create().update(dataOf(data)).digest());
  }

  async importKey(
    format: string,
    data: unknown,
    algorithm: string | Algorithm,
    extractable: boolean,
    usages: string[],
  ): Promise<CryptoKey> {
    if (format !== 'raw' && format !== 'raw-secret') {
      throw failure('NotSupportedError', `Unable to import key using ${format} format`);
    }
    return makeKey(Uint8Array.from(dataOf(data)), algorithm, Boolean(extractable), [...usages]);
  }

  async generateKey(given: string | Algorithm, extractable: boolean, usages: string[]): Promise<CryptoKey> {
    const algorithm = normalized(given);
    if (algorithm.name !== 'HMAC') throw failure('NotSupportedError', 'Unrecognized algorithm name');
    const bits = algorithm.length ?? hashFor(algorithm.hash).blockLen * 8;
    const bytes = new Uint8Array(Math.ceil(bits / 8));
    fillRandom(bytes);
    return makeKey(bytes, { ...algorithm, length: bits }, Boolean(extractable), [...usages]);
  }

  async exportKey(format: string, key: CryptoKey): Promise<ArrayBuffer> {
    if (!key.extractable) throw failure('InvalidAccessError', 'key is not extractable');
    if (format !== 'raw' && format !== 'raw-secret') {
      throw failure('NotSupportedError', `Unable to export key using ${format} format`);
    }
    return bufferOf(key[kKeyBytes]);
  }

  async sign(algorithm: string | Algorithm, key: CryptoKey, data: unknown): Promise<ArrayBuffer> {
    usable(key, normalized(algorithm).name, 'sign');
    return bufferOf(signature(key, dataOf(data)));
  }

  async verify(
    algorithm: string | Algorithm,
    key: CryptoKey,
    signed: unknown,
    data: unknown,
  ): Promise<boolean> {
    usable(key, normalized(algorithm).name, 'verify');
    return sameBytes(signature(key, dataOf(data)), dataOf(signed));
  }

  async deriveBits(
    algorithm: string | Algorithm,
    key: CryptoKey,
    length: number | null = null,
  ): Promise<ArrayBuffer> {
    usable(key, normalized(algorithm).name, 'deriveBits');
    return bufferOf(derived(algorithm, key, length));
  }

  async deriveKey(
    algorithm: string | Algorithm,
    key: CryptoKey,
    wanted: Algorithm,
    extractable: boolean,
    usages: string[],
  ): Promise<CryptoKey> {
    usable(key, normalized(algorithm).name, 'deriveKey');
    const bits = wanted.length ?? hashFor(wanted.hash).blockLen * 8;
    return makeKey(derived(algorithm, key, bits), wanted, Boolean(extractable), [...usages]);
  }
}

function signature(key: CryptoKey, data: Bytes): Bytes {
  return hmac(hashFor((key.algorithm as Algorithm).hash), key[kKeyBytes], data);
}

export const subtle = new SubtleCrypto();

export class Crypto {
  get subtle(): SubtleCrypto {
    return subtle;
  }

  getRandomValues<T>(target: T): T {
    return getRandomValues(target);
  }

  randomUUID(): string {
    return randomUUID();
  }
}

nameClass('CryptoKey', CryptoKey);
nameClass('SubtleCrypto', SubtleCrypto);
nameClass('Crypto', Crypto);

export const webcrypto = new Crypto();
