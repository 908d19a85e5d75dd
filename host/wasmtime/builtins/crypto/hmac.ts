// HMAC (RFC 2104), and what is made of it: PBKDF2 (RFC 8018 5.2) and HKDF (RFC 5869).

import { derive } from 'wasi-net:hashes/hashes@0.1.0';
import type { HashFunction, Message } from './hashes.ts';
import { Hashing } from './hashing.ts';

type Bytes = Uint8Array;

const INNER = 0x36;
const OUTER = 0x5c;

/** The hash of one block, the key exclusive-ored with `pad`. */
function keyed(hash: HashFunction, key: Bytes, pad: number): Message {
  const block = new Uint8Array(hash.blockLen).fill(pad);
  for (let i = 0; i < key.length; i++) block[i] ^= key[i];
  return hash.create().update(block);
}

/** A message being hashed with a key. */
export class Hmac implements Message {
  readonly inner: Message;
  readonly outer: Message;

  constructor(inner: Message, outer: Message) {
    this.inner = inner;
    this.outer = outer;
  }

  static of(hash: HashFunction, key: Bytes): Hmac {
    const short = key.length > hash.blockLen ? hash.create().update(key).digest() : key;
    return new Hmac(keyed(hash, short, INNER), keyed(hash, short, OUTER));
  }

  update(bytes: Bytes): this {
    this.inner.update(bytes);
    return this;
  }

  digest(): Bytes {
    return this.outer.update(this.inner.digest()).digest();
  }

  clone(): Hmac {
    return new Hmac(this.inner.clone(), this.outer.clone());
  }
}

export function hmac(hash: HashFunction, key: Bytes, message: Bytes): Bytes {
  return Hmac.of(hash, key).update(message).digest();
}

/** One block after another, each of the hash's length. */
export function pbkdf2(
  hash: HashFunction,
  password: Bytes,
  salt: Bytes,
  count: number,
  length: number,
): Bytes {
  const key = Hmac.of(hash, password);
  const derived = new Uint8Array(length);
  const number = new DataView(new ArrayBuffer(4));
  for (let at = 0, block = 1; at < length; at += hash.outputLen, block++) {
    number.setUint32(0, block);
    const first = key.clone().update(salt).update(new Uint8Array(number.buffer)).digest();
    const whole = iterated(hash, key, first, count);
    derived.set(whole.subarray(0, length - at), at);
  }
  return derived;
}

/** The exclusive or of U_1 to U_`count`. */
function iterated(hash: HashFunction, { inner, outer }: Hmac, first: Bytes, count: number): Bytes {
  if (hash.family && inner instanceof Hashing && outer instanceof Hashing) {
    return derive(hash.family.id, inner.chained, outer.chained, first, count);
  }
  const total = first.slice();
  let last = first;
  for (let i = 1; i < count; i++) {
    last = new Hmac(inner.clone(), outer.clone()).update(last).digest();
    for (let at = 0; at < total.length; at++) total[at] ^= last[at];
  }
  return total;
}

export function hkdf(hash: HashFunction, key: Bytes, salt: Bytes, info: Bytes, length: number): Bytes {
  const extracted = Hmac.of(hash, hmac(hash, salt, key));
  const derived = new Uint8Array(length);
  let last: Bytes = new Uint8Array(0);
  for (let at = 0, block = 1; at < length; at += hash.outputLen, block++) {
    last = extracted.clone().update(last).update(info).update(Uint8Array.of(block)).digest();
    derived.set(last.subarray(0, length - at), at);
  }
  return derived;
}
