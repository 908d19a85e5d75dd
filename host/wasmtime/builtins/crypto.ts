// node:crypto, as far as logins need it: hashes, HMAC, keys from passwords, random bytes, publicEncrypt, and webcrypto of
// the same. Ciphers, signatures and key pairs are refused when they are used.

import { absentFunction } from './absent.ts';
import { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync } from './crypto/derive.ts';
import { createHash, createHmac, Hash, Hmac, hash, timingSafeEqual } from './crypto/hash.ts';
import { getHashes } from './crypto/hashes.ts';
import { createSecretKey, KeyObject } from './crypto/keys.ts';
import {
  getRandomValues,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
} from './crypto/random.ts';
import { publicEncrypt, RSA_PKCS1_OAEP_PADDING, RSA_PKCS1_PADDING } from './crypto/rsa.ts';
import { subtle, webcrypto } from './crypto/webcrypto.ts';

const REFUSED = [
  ...['checkPrime', 'checkPrimeSync', 'createCipheriv', 'createDecipheriv', 'createDiffieHellman'],
  ...['createDiffieHellmanGroup', 'createECDH', 'createPrivateKey', 'createPublicKey', 'createSign'],
  ...['createVerify', 'diffieHellman', 'generatePrime', 'generatePrimeSync', 'getDiffieHellman'],
  ...['privateDecrypt', 'privateEncrypt', 'publicDecrypt', 'generateKeyPair'],
  ...['generateKeyPairSync', 'generateKey', 'generateKeySync', 'sign', 'verify', 'setEngine', 'setFips'],
  ...[
    'Certificate',
    'Cipheriv',
    'Decipheriv',
    'DiffieHellman',
    'DiffieHellmanGroup',
    'ECDH',
    'Sign',
    'Verify',
  ],
  'X509Certificate',
];
const WHY = 'guests have no ciphers, signatures or key pairs';

export default {
  ...Object.fromEntries(REFUSED.map(name => [name, absentFunction(`crypto.${name}`, WHY)])),
  createHash,
  createHmac,
  createSecretKey,
  getCiphers: () => [],
  getCipherInfo: () => undefined,
  getCurves: () => [],
  getHashes,
  getFips: () => 0,
  hkdf,
  hkdfSync,
  pbkdf2,
  pbkdf2Sync,
  randomBytes,
  pseudoRandomBytes: randomBytes,
  rng: randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  scrypt,
  scryptSync,
  timingSafeEqual,
  hash,
  Hash,
  Hmac,
  KeyObject,
  publicEncrypt,
  constants: { RSA_PKCS1_PADDING, RSA_PKCS1_OAEP_PADDING },
  webcrypto,
  subtle,
  getRandomValues,
};
