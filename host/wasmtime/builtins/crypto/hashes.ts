// The hash functions that there are, by all the names that OpenSSL knows them by.

import { ripemd160 } from '@noble/hashes/legacy.js';
import { coded } from '../errors.ts';
import { type Family, Hashing } from './hashing.ts';

type Bytes = Uint8Array;

/** One message being hashed. */
export interface Message {
  update(bytes: Bytes): Message;
  digest(): Bytes;
  clone(): Message;
}

export interface HashFunction {
  readonly outputLen: number;
  readonly blockLen: number;
  /** What the component has of it; npm's @noble/hashes has the others. */
  readonly family?: Family;
  create(): Message;
}

const MD5: Family = { id: 0, blockBytes: 64, wordBytes: 4, bigEndian: false };
const SHA1: Family = { ...MD5, id: 1, bigEndian: true };
const SHA256: Family = { ...SHA1, id: 2 };
const SHA512: Family = { id: 3, blockBytes: 128, wordBytes: 8, bigEndian: true };

/** The words with which a state begins, as hexadecimal numbers. */
const START = {
  md5: '67452301 efcdab89 98badcfe 10325476',
  sha1: '67452301 efcdab89 98badcfe 10325476 c3d2e1f0',
  sha224: 'c1059ed8 367cd507 3070dd17 f70e5939 ffc00b31 68581511 64f98fa7 befa4fa4',
  sha256: '6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19',
  sha384:
    'cbbb9d5dc1059ed8 629a292a367cd507 9159015a3070dd17 152fecd8f70e5939 ' +
    '67332667ffc00b31 8eb44a8768581511 db0c2e0d64f98fa7 47b5481dbefa4fa4',
  sha512:
    '6a09e667f3bcc908 bb67ae8584caa73b 3c6ef372fe94f82b a54ff53a5f1d36f1 ' +
    '510e527fade682d1 9b05688c2b3e6c1f 1f83d9abfb41bd6b 5be0cd19137e2179',
  sha512_224:
    '8c3d37c819544da2 73e1996689dcd4d6 1dfab7ae32ff9c82 679dd514582f9fcf ' +
    '0f6d2b697bd44da8 77e36f7304c48942 3f9d85a86a1d36c8 1112e6ad91d692a1',
  sha512_256:
    '22312194fc2bf72c 9f555fa3c84c64c2 2393b86b6f53b151 963877195940eabd ' +
    '96283ee2a88effe3 be5e1e2553863992 2b0199fc2c85b8aa 0eb72ddc81c52ca2',
};

function own(family: Family, outputLen: number, start: string): HashFunction {
  const words = start.split(' ').map(word => BigInt(`0x${word}`));
  const state = new Uint8Array(words.length * family.wordBytes);
  const view = new DataView(state.buffer);
  for (const [i, word] of words.entries()) {
    if (family.wordBytes === 4) view.setUint32(4 * i, Number(word), true);
    else view.setBigUint64(8 * i, word, true);
  }
  const create = () => new Hashing(family, outputLen, state);
  return { outputLen, blockLen: family.blockBytes, family, create };
}

const md5 = own(MD5, 16, START.md5);
const sha1 = own(SHA1, 20, START.sha1);
const sha224 = own(SHA256, 28, START.sha224);
const sha256 = own(SHA256, 32, START.sha256);
const sha384 = own(SHA512, 48, START.sha384);
const sha512 = own(SHA512, 64, START.sha512);
const sha512_224 = own(SHA512, 28, START.sha512_224);
const sha512_256 = own(SHA512, 32, START.sha512_256);

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
  [...NAMES, ...UNLISTED].flatMap(([hash, ...names]) =>
    names.map(name => [name.toLowerCase(), hash] as const),
  ),
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
