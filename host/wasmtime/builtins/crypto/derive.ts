// Keys from passwords and from other keys: pbkdf2, hkdf, scrypt. All is computed at once; the forms with a callback
// answer in a later turn of the loop.

import { scrypt as scryptOf } from '@noble/hashes/scrypt.js';
import { coded, validateFunction, validateInteger, validateString } from '../errors.ts';
import { asOutput, bytesOf } from './bytes.ts';
import { digestOf } from './hashes.ts';
import { hkdf as hkdfOf, pbkdf2 as pbkdf2Of } from './hmac.ts';
import { keyBytes } from './keys.ts';

type Bytes = Uint8Array;

const LONGEST = 2 ** 31 - 1;

/** Takes the callback, the last of the arguments, before anything is computed. */
function later<T>(callback: unknown, compute: () => T): void {
  validateFunction(callback, 'callback');
  const key = compute();
  setImmediate(callback as (error: null, key: T) => void, null, key);
}

export function pbkdf2Sync(
  password: unknown,
  salt: unknown,
  iterations: unknown,
  keyLength: unknown,
  digest: unknown,
): Bytes {
  validateString(digest, 'digest');
  const secret = bytesOf(password, 'password');
  const salted = bytesOf(salt, 'salt');
  validateInteger(iterations, 'iterations', 1, LONGEST);
  validateInteger(keyLength, 'keylen', 0, LONGEST);
  const hash = digestOf(digest);
  return asOutput(pbkdf2Of(hash, secret, salted, iterations, keyLength)) as Bytes;
}

export function pbkdf2(...args: [unknown, unknown, unknown, unknown, unknown, unknown]): void {
  const [password, salt, iterations, keyLength, digest, callback] = args;
  if (typeof digest === 'function') return validateString(undefined, 'digest') as never;
  later(callback, () => pbkdf2Sync(password, salt, iterations, keyLength, digest));
}

export function hkdfSync(
  digest: unknown,
  key: unknown,
  salt: unknown,
  info: unknown,
  length: unknown,
): ArrayBuffer {
  validateString(digest, 'digest');
  const secret = keyBytes(key, 'ikm');
  const salted = bytesOf(salt, 'salt');
  const context = bytesOf(info, 'info');
  validateInteger(length, 'length', 0, LONGEST);
  const hash = digestOf(digest);
  if (length > 255 * hash.outputLen)
    throw coded(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
  return hkdfOf(hash, secret, salted, context, length).buffer as ArrayBuffer;
}

export function hkdf(...args: [unknown, unknown, unknown, unknown, unknown, unknown]): void {
  const [digest, key, salt, info, length, callback] = args;
  later(callback, () => hkdfSync(digest, key, salt, info, length));
}

interface ScryptOptions {
  N?: number;
  r?: number;
  p?: number;
  cost?: number;
  blockSize?: number;
  parallelization?: number;
  maxmem?: number;
}

const MAX_MEMORY = 32 * 1024 * 1024;

export function scryptSync(
  password: unknown,
  salt: unknown,
  keyLength: unknown,
  options: ScryptOptions = {},
): Bytes {
  const secret = bytesOf(password, 'password');
  const salted = bytesOf(salt, 'salt');
  validateInteger(keyLength, 'keylen', 0, LONGEST);
  const N = options.N ?? options.cost ?? 16384;
  const r = options.r ?? options.blockSize ?? 8;
  const p = options.p ?? options.parallelization ?? 1;
  const maxmem = options.maxmem ?? MAX_MEMORY;
  const power = N > 1 && Number.isInteger(Math.log2(N));
  if (!power || 128 * N * r > maxmem) {
    const why = power ? ': memory limit exceeded' : '';
    throw coded(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', `Invalid scrypt params${why}`);
  }
  if (keyLength === 0) return asOutput(new Uint8Array(0)) as Bytes;
  return asOutput(scryptOf(secret, salted, { N, r, p, dkLen: keyLength, maxmem: maxmem * 2 })) as Bytes;
}

export function scrypt(...args: unknown[]): void {
  const callback = args.pop();
  const [password, salt, keyLength, options] = args;
  later(callback, () => scryptSync(password, salt, keyLength, options as ScryptOptions));
}
