// The hash functions that there are, by all the names that OpenSSL knows them by: npm's @noble/hashes.

import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js';
import { coded } from '../errors.ts';

/** One message being hashed. */
export interface Hashing {
  update(bytes: Uint8Array): Hashing;
  digest(): Uint8Array;
  clone(): Hashing;
}

export interface HashFunction {
  (bytes: Uint8Array): Uint8Array;
  readonly outputLen: number;
  readonly blockLen: number;
  create(): Hashing;
}

const NAMES: [HashFunction, ...string[]][] = [
  [md5, 'md5', 'RSA-MD5', 'md5WithRSAEncryption', 'ssl3-md5'],
  [ripemd160, 'ripemd160', 'RSA-RIPEMD160', 'ripemd', 'ripemd160WithRSA', 'rmd160'],
  [sha1, 'sha1', 'RSA-SHA1', 'RSA-SHA1-2', 'sha1WithRSAEncryption', 'ssl3-sha1'],
  [sha224, 'sha224', 'RSA-SHA224', 'sha224WithRSAEncryption'],
  [sha256, 'sha256', 'RSA-SHA256', 'sha256WithRSAEncryption'],
  [sha384, 'sha384', 'RSA-SHA384', 'sha384WithRSAEncryption'],
  [sha512, 'sha512', 'RSA-SHA512', 'sha512WithRSAEncryption'],
  [sha512_224, 'sha512-224', 'RSA-SHA512/224', 'sha512-224WithRSAEncryption'],
  [sha512_256, 'sha512-256', 'RSA-SHA512/256', 'sha512-256WithRSAEncryption'],
];

/** Known, but not listed by OpenSSL. */
const UNLISTED: [HashFunction, ...string[]][] = [
  [sha1, 'sha-1'],
  [sha224, 'sha-224', 'sha2-224'],
  [sha256, 'sha-256', 'sha2-256'],
  [sha384, 'sha-384', 'sha2-384'],
  [sha512, 'sha-512', 'sha2-512'],
  [sha512_224, 'sha512/224', 'sha-512/224', 'sha2-512/224'],
  [sha512_256, 'sha512/256', 'sha-512/256', 'sha2-512/256'],
  [ripemd160, 'ripemd-160'],
];

const byName = new Map(
  [...NAMES, ...UNLISTED].flatMap(([hash, ...names]) => names.map(name => [name.toLowerCase(), hash])),
);

export function hashOf(name: string): HashFunction | undefined {
  return byName.get(name.toLowerCase());
}

/** Throws where there is no such function. */
export function digestOf(name: string): HashFunction {
  const hash = hashOf(name);
  if (!hash) throw coded(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);
  return hash;
}

export function getHashes(): string[] {
  return NAMES.flatMap(([, ...names]) => names).sort();
}
