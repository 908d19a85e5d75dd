// createHash and createHmac. Hash and Hmac are streams as in Node, but nothing of that is made before it is used.

import { coded, invalidType, validateString } from '../errors.ts';
import Stream from '../stream.ts';
import { asOutput, BUFFERS, bytesOf, VIEWS, viewOf } from './bytes.ts';
import { digestOf, type HashFunction, hashOf, type Message } from './hashes.ts';
import { Hmac as Keyed } from './hmac.ts';
import { keyBytes } from './keys.ts';

interface Digest {
  [kHashing]: Message | undefined;
  update(data: unknown, encoding?: string): Digest;
  digest(encoding?: string): Uint8Array | string;
  push(chunk: unknown): boolean;
  /** Of a Hash: what its copies are made with. */
  [kOptions]?: object;
}

const kHashing = Symbol('kHandle');
const kOptions = Symbol('kOptions');

const { Transform } = Stream as unknown as {
  Transform: { new (): object; prototype: object; call(self: unknown, options: unknown): void };
};

/** A stream whose own half is made when something first asks for it. node: lib/internal/streams/lazy_transform.js */
function becomeLazyStream(Class: { prototype: object }): void {
  Object.setPrototypeOf(Class, Transform);
  Object.setPrototypeOf(Class.prototype, Transform.prototype);
  for (const name of ['_readableState', '_writableState']) {
    Object.defineProperty(Class.prototype, name, {
      configurable: true,
      get(this: Record<string, unknown>) {
        Transform.call(this, this[kOptions as never]);
        (this._writableState as { decodeStrings: boolean }).decodeStrings = false;
        return this[name];
      },
      set(this: object, value: unknown) {
        Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
      },
    });
  }
}

const streaming = {
  _transform(this: Digest, chunk: unknown, encoding: string, callback: () => void): void {
    this.update(chunk, encoding);
    callback();
  },
  _flush(this: Digest, callback: () => void): void {
    this.push(this.digest());
    callback();
  },
};

function update(this: Digest, data: unknown, encoding?: string): Digest {
  const hashing = this[kHashing];
  if (!hashing) throw finalized();
  if (typeof data !== 'string' && !ArrayBuffer.isView(data))
    throw invalidType('data', ['string', ...VIEWS], data);
  hashing.update(bytesOf(data, 'data', encoding));
  return this;
}

function finalized(): Error {
  return coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
}

export function Hash(this: Digest, algorithm: unknown, options?: { outputLength?: number }): void {
  if (!(this instanceof Hash)) return Reflect.construct(Hash, [algorithm, options]);
  validateString(algorithm, 'algorithm');
  const hash = hashOf(algorithm);
  if (!hash) throw new Error('Digest method not supported');
  checkLength(hash, options?.outputLength);
  this[kHashing] = hash.create();
  this[kOptions] = options;
}

/** Only functions of variable length have another than their own. */
function checkLength(hash: HashFunction, length: number | undefined): void {
  if (length === undefined || length === hash.outputLen) return;
  throw coded(Error, 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH', 'Unsupported state or unable to authenticate');
}

becomeLazyStream(Hash);
Object.assign(Hash.prototype, streaming, {
  update,
  digest(this: Digest, encoding?: string) {
    const hashing = this[kHashing];
    if (!hashing) throw finalized();
    this[kHashing] = undefined;
    return asOutput(hashing.digest(), encoding);
  },
  copy(this: Digest) {
    const hashing = this[kHashing];
    if (!hashing) throw finalized();
    const copy = Object.create(Hash.prototype) as Digest;
    copy[kHashing] = hashing.clone();
    return copy;
  },
});

export function Hmac(this: Digest, algorithm: unknown, key: unknown): void {
  if (!(this instanceof Hmac)) return Reflect.construct(Hmac, [algorithm, key]);
  validateString(algorithm, 'hmac');
  const secret = keyBytes(key, 'key');
  this[kHashing] = Keyed.of(digestOf(algorithm), secret);
}

becomeLazyStream(Hmac);
Object.assign(Hmac.prototype, streaming, {
  update,
  digest(this: Digest, encoding?: string) {
    const hashing = this[kHashing];
    this[kHashing] = undefined;
    // Node answers the second question with nothing.
    return asOutput(hashing?.digest() ?? new Uint8Array(0), encoding);
  },
});

export function createHash(algorithm: unknown, options?: object): object {
  return Reflect.construct(Hash, [algorithm, options]);
}

export function createHmac(algorithm: unknown, key: unknown): object {
  return Reflect.construct(Hmac, [algorithm, key]);
}

/** All at once. */
export function hash(algorithm: unknown, input: unknown, encoding: unknown = 'hex'): Uint8Array | string {
  validateString(algorithm, 'algorithm');
  const found = hashOf(algorithm);
  if (!found) throw new Error('Digest method not supported');
  if (typeof input !== 'string' && !ArrayBuffer.isView(input)) {
    throw invalidType('input', ['Buffer', 'TypedArray', 'DataView', 'string'], input);
  }
  return asOutput(found.create().update(bytesOf(input, 'input')).digest(), encoding);
}

export function timingSafeEqual(a: unknown, b: unknown): boolean {
  const [one, other] = [viewOf(a), viewOf(b)];
  if (!one) throw wrongBuffer('buf1');
  if (!other) throw wrongBuffer('buf2');
  if (one.length !== other.length) {
    const message = 'Input buffers must have the same byte length';
    throw coded(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', message);
  }
  let difference = 0;
  for (let i = 0; i < one.length; i++) difference |= one[i] ^ other[i];
  return difference === 0;
}

function wrongBuffer(name: string): Error {
  const list = `${BUFFERS.slice(0, -1).join(', ')}, or ${BUFFERS.at(-1)}`;
  const message = `The "${name}" argument must be an instance of ${list}.`;
  return coded(TypeError, 'ERR_INVALID_ARG_TYPE', message);
}
