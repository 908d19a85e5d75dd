// publicEncrypt: how a password goes to a MySQL server over a connection without TLS. RSA with the padding OAEP or that
// of PKCS #1 1.5. RFC 8017 7.1.1, 7.2.1

import { coded, invalidType } from '../errors.ts';
import { asOutput, bytesOf, viewOf } from './bytes.ts';
import { digestOf, type HashFunction } from './hashes.ts';
import { fillRandom } from './random.ts';

type Bytes = Uint8Array;

export const RSA_PKCS1_PADDING = 1;
export const RSA_PKCS1_OAEP_PADDING = 4;

interface PublicKey {
  readonly modulus: bigint;
  readonly exponent: bigint;
  /** Bytes of the modulus. */
  readonly size: number;
}

interface KeyOptions {
  key: unknown;
  padding?: number;
  oaepHash?: string;
  oaepLabel?: unknown;
}

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const PEM = /-----BEGIN (RSA )?PUBLIC KEY-----([\s\S]+?)-----END \1?PUBLIC KEY-----/;

export function publicEncrypt(given: unknown, data: unknown): Bytes | string {
  const plain = typeof given === 'string' || viewOf(given) !== undefined;
  const options = (plain ? { key: given } : given) as KeyOptions;
  if (typeof options !== 'object' || options === null)
    throw invalidType('key', ['string', 'Buffer', 'object'], given);
  const key = publicKey(options.key);
  const message = bytesOf(data, 'buffer');
  const { padding = RSA_PKCS1_OAEP_PADDING } = options;
  const padded =
    padding === RSA_PKCS1_PADDING ? withPkcs1(message, key.size) : withOaep(message, key.size, options);
  const encrypted = power(numberOf(padded), key.exponent, key.modulus);
  return asOutput(bytesOfNumber(encrypted, key.size));
}

/** From the text of a key, as PKCS #1 or SubjectPublicKeyInfo has it. */
function publicKey(given: unknown): PublicKey {
  const view = viewOf(given);
  const text = typeof given === 'string' ? given : (asOutput(view ?? new Uint8Array(0), 'latin1') as string);
  const found = PEM.exec(text);
  if (!found) throw coded(Error, 'ERR_OSSL_UNSUPPORTED', 'error:1E08010C:DECODER routines::unsupported');
  const der = Uint8Array.from(atob(found[2].replace(/\s/g, '')), char => char.charCodeAt(0));
  const [whole] = elements(der);
  const inside = elements(whole.content);
  // SubjectPublicKeyInfo has the key in a string of bits, after a byte that counts the unused ones.
  const numbers =
    inside[1]?.tag === BIT_STRING ? elements(elements(inside[1].content.subarray(1))[0].content) : inside;
  const [modulus, exponent] = numbers
    .filter(({ tag }) => tag === INTEGER)
    .map(({ content }) => numberOf(content));
  if (!modulus || !exponent) throw coded(Error, 'ERR_OSSL_UNSUPPORTED', 'the key is none of RSA');
  return { modulus, exponent, size: Math.ceil(modulus.toString(16).length / 2) };
}

interface Element {
  readonly tag: number;
  readonly content: Bytes;
}

/** The elements of DER one after another. X.690 8.1 */
function elements(der: Bytes): Element[] {
  const found: Element[] = [];
  for (let at = 0; at + 2 <= der.length; ) {
    const tag = der[at++];
    let length = der[at++];
    if (length > 0x7f) {
      let count = length & 0x7f;
      for (length = 0; count > 0; count--) length = length * 256 + der[at++];
    }
    found.push({ tag, content: der.subarray(at, at + length) });
    at += length;
  }
  return found;
}

function withOaep(message: Bytes, size: number, { oaepHash = 'sha1', oaepLabel }: KeyOptions): Bytes {
  const hash = digestOf(oaepHash);
  const { outputLen } = hash;
  if (message.length > size - 2 * outputLen - 2) throw tooLarge();
  const label = oaepLabel === undefined ? new Uint8Array(0) : bytesOf(oaepLabel, 'key.oaepLabel');
  const block = new Uint8Array(size - outputLen - 1);
  block.set(hash.create().update(label).digest());
  block[block.length - message.length - 1] = 1;
  block.set(message, block.length - message.length);
  const seed = new Uint8Array(outputLen);
  fillRandom(seed);
  exclusiveOr(block, masks(hash, seed, block.length));
  exclusiveOr(seed, masks(hash, block, outputLen));
  const padded = new Uint8Array(size);
  padded.set(seed, 1);
  padded.set(block, 1 + outputLen);
  return padded;
}

/** MGF1: RFC 8017 B.2.1 */
function masks(hash: HashFunction, seed: Bytes, length: number): Bytes {
  const mask = new Uint8Array(length);
  const counter = new DataView(new ArrayBuffer(4));
  for (let at = 0, count = 0; at < length; at += hash.outputLen, count++) {
    counter.setUint32(0, count);
    const part = hash.create().update(seed).update(new Uint8Array(counter.buffer)).digest();
    mask.set(part.subarray(0, length - at), at);
  }
  return mask;
}

function exclusiveOr(bytes: Bytes, mask: Bytes): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] ^= mask[i];
}

function withPkcs1(message: Bytes, size: number): Bytes {
  if (message.length > size - 11) throw tooLarge();
  const padded = new Uint8Array(size);
  const end = size - message.length - 1;
  fillRandom(padded.subarray(2, end));
  padded[1] = 2;
  // Zero ends the padding.
  for (let i = 2; i < end; i++) while (padded[i] === 0) fillRandom(padded.subarray(i, i + 1));
  padded.set(message, end + 1);
  return padded;
}

function tooLarge(): Error {
  const message = 'error:0200006E:rsa routines::data too large for key size';
  return coded(Error, 'ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE', message);
}

function numberOf(bytes: Bytes): bigint {
  return BigInt(`0x${asOutput(bytes, 'hex') || '0'}`);
}

function bytesOfNumber(value: bigint, size: number): Bytes {
  const hex = value.toString(16).padStart(2 * size, '0');
  return Uint8Array.from({ length: size }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
