// node:crypto of guests beside Node's.

import theirs from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Any, compare, compareLater } from './beside.ts';
import { onNode } from './on-node.ts';
import { Random } from './random.ts';

const { crypto: ours } = (await onNode('crypto')) as Any;
const random = new Random(0xc047);
const HASHES: string[] = ours.getHashes();

test('every hash that is listed gives what Node’s gives, of text and bytes in pieces', () => {
  const known = theirs.getHashes();
  for (const name of HASHES) {
    assert.ok(known.includes(name), name);
    for (let i = 0; i < 6; i++) {
      const pieces = Array.from({ length: random.below(4) }, () =>
        random.below(2) ? random.text(random.below(90)) : Buffer.from(random.bytes(random.below(300))),
      );
      const encoding = random.pick(['hex', 'base64', 'base64url', 'latin1', undefined, 'buffer']);
      const digest = (crypto: Any) => () => {
        const hash = crypto.createHash(random.below(2) ? name : name.toUpperCase());
        for (const piece of pieces) hash.update(piece);
        return hash.copy ? [hash.copy().digest(encoding), hash.digest(encoding)] : 0;
      };
      compare(digest(theirs), digest(ours), name);
      const key = random.below(2) ? random.text(random.below(200)) : random.bytes(random.below(200));
      const keyed = (crypto: Any) => () => {
        const hmac = crypto.createHmac(name, key);
        for (const piece of pieces) hmac.update(piece);
        return [hmac.digest(encoding), hmac.digest(encoding)];
      };
      compare(keyed(theirs), keyed(ours), `HMAC ${name}`);
    }
  }
});

test('what is no algorithm, key, data or length is refused with Node’s errors', () => {
  const calls: ((crypto: Any) => unknown)[] = [
    crypto => crypto.createHash('nope'),
    crypto => crypto.createHash(),
    crypto => crypto.createHash('md5').update(5),
    crypto => crypto.createHash('md5').update('a').update('b').digest('hex'),
    crypto => crypto.createHash('md5').update('é', 'latin1').digest('hex'),
    crypto => {
      const hash = crypto.createHash('md5');
      hash.digest();
      return hash.update('a');
    },
    crypto => {
      const hash = crypto.createHash('md5');
      hash.digest();
      return hash.digest();
    },
    crypto => {
      const hash = crypto.createHash('md5');
      hash.digest();
      return hash.copy();
    },
    crypto => crypto.createHmac('nope', 'k'),
    crypto => crypto.createHmac('md5'),
    crypto => crypto.createHmac('md5', null),
    crypto => crypto.createHmac(5, 'k'),
    crypto => crypto.createHmac('md5', crypto.createSecretKey('key', 'utf8')).update('a').digest('hex'),
    crypto => crypto.pbkdf2Sync('a', 'b', 0, 1, 'sha1'),
    crypto => crypto.pbkdf2Sync('a', 'b', 1, -1, 'sha1'),
    crypto => crypto.pbkdf2Sync('a', 'b', 1, 1, 'nope'),
    crypto => crypto.pbkdf2Sync('a', 'b', 1, 1),
    crypto => crypto.pbkdf2Sync(5, 'b', 1, 1, 'sha1'),
    crypto => crypto.pbkdf2('a', 'b', 1, 1, 'sha1'),
    crypto => crypto.hkdfSync('sha1', 'k', 's', 'i', 1e6),
    crypto => crypto.timingSafeEqual(Buffer.alloc(1), Buffer.alloc(2)),
    crypto => crypto.timingSafeEqual('a', Buffer.alloc(1)),
    crypto => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')),
    crypto => crypto.randomBytes(-1),
    crypto => crypto.randomBytes('a'),
    crypto => crypto.randomBytes(5, 'no function'),
    crypto => crypto.randomInt(0),
    crypto => crypto.randomInt(1.5),
    crypto => crypto.randomInt(5, 3),
    crypto => crypto.randomInt(0, 2 ** 49),
    crypto => crypto.randomInt('a', 5),
    crypto => crypto.randomUUID(5),
    crypto => crypto.randomFillSync('a'),
    crypto => crypto.randomFillSync(new Uint8Array(4), 5),
    crypto => crypto.createSecretKey(Buffer.from('ab')).export(),
    crypto => crypto.createSecretKey(Buffer.from('ab')).export({ format: 'jwk' }),
    crypto => crypto.createSecretKey('ab', 'utf8').symmetricKeySize,
    crypto => crypto.createSecretKey(5),
    crypto => crypto.webcrypto.getRandomValues(new Float32Array(1)),
    crypto => crypto.createHash('sha1') instanceof crypto.Hash,
    crypto => crypto.getFips(),
  ];
  for (const call of calls)
    compare(
      () => call(theirs),
      () => call(ours),
      `${call}`,
    );
});

test('keys are derived as Node derives them', () => {
  for (const digest of ['sha1', 'sha256', 'SHA512', 'md5']) {
    for (let i = 0; i < 5; i++) {
      const password = random.below(2) ? random.text(random.below(80)) : random.bytes(random.below(80));
      const args = [password, random.bytes(random.below(20)), 1 + random.below(20), random.below(90), digest];
      compare(
        () => (theirs.pbkdf2Sync as Any)(...args),
        () => ours.pbkdf2Sync(...args),
        `pbkdf2 ${digest}`,
      );
      const more = [
        digest,
        random.bytes(1 + random.below(40)),
        random.bytes(random.below(20)),
        random.text(3),
        1 + random.below(90),
      ];
      compare(
        () => Buffer.from((theirs.hkdfSync as Any)(...more)),
        () => Buffer.from(ours.hkdfSync(...more)),
        `hkdf ${digest}`,
      );
    }
  }
  for (const options of [{ N: 16 }, { cost: 4, blockSize: 2, parallelization: 3 }, { N: 3 }]) {
    compare(
      () => theirs.scryptSync('p', 'salt', 20, options),
      () => ours.scryptSync('p', 'salt', 20, options),
      JSON.stringify(options),
    );
  }
});

test('hashes are streams', async () => {
  const hash = ours.createHash('sha256');
  await pipeline([Buffer.from('ab'), Buffer.from('c')], hash);
  assert.is(hash.read().toString('hex'), theirs.createHash('sha256').update('abc').digest('hex'));
  const text = ours.createHash('sha256').setEncoding('hex');
  text.end('abc');
  assert.is(text.read(), theirs.createHash('sha256').update('abc').digest('hex'));
});

test('random numbers are within their bounds and differ', async () => {
  const seen = new Set(Array.from({ length: 500 }, () => ours.randomInt(5)));
  assert.equal([...seen].sort(), [0, 1, 2, 3, 4]);
  for (let i = 0; i < 100; i++) {
    const number = ours.randomInt(-3, 2 ** 47);
    assert.ok(number >= -3 && number < 2 ** 47);
  }
  assert.not.equal(ours.randomBytes(16), ours.randomBytes(16));
  assert.match(ours.randomUUID(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const filled = new Uint32Array(100_000);
  assert.is(ours.randomFillSync(filled), filled);
  assert.ok(new Set(filled).size > 99_000);
  const part = ours.randomFillSync(new Uint8Array(100), 90);
  assert.equal([...part.subarray(0, 90)], new Array(90).fill(0));
  const later = await new Promise<Any>(done => ours.randomBytes(8, (_: unknown, bytes: Any) => done(bytes)));
  assert.is(later.length, 8);
});

test('webcrypto digests, signs and derives as Node’s', async () => {
  const data = Buffer.from('data');
  const stories: ((crypto: Any) => Promise<unknown>)[] = [
    crypto => crypto.subtle.digest('SHA-256', data),
    crypto =>
      crypto.subtle.digest({ name: 'sha-512' }, data.buffer.slice(data.byteOffset, data.byteOffset + 4)),
    async crypto => {
      const key = await crypto.subtle.importKey('raw', data, { name: 'HMAC', hash: 'SHA-256' }, true, [
        'sign',
        'verify',
      ]);
      const signed = await crypto.subtle.sign('HMAC', key, data);
      const bad = Buffer.from(signed);
      bad[0] ^= 1;
      return [
        signed,
        await crypto.subtle.verify('HMAC', key, signed, data),
        await crypto.subtle.verify('HMAC', key, bad, data),
        await crypto.subtle.exportKey('raw', key),
        [key.type, key.extractable, { ...key.algorithm }, [...key.usages]],
      ];
    },
    async crypto => {
      const key = await crypto.subtle.importKey('raw', data, 'PBKDF2', false, ['deriveBits']);
      const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt: data, iterations: 10 };
      return crypto.subtle.deriveBits(algorithm, key, 256);
    },
    async crypto => {
      const key = await crypto.subtle.importKey('raw', data, 'HKDF', false, ['deriveBits', 'deriveKey']);
      const algorithm = { name: 'HKDF', hash: 'SHA-1', salt: data, info: data };
      const derived = await crypto.subtle.deriveKey(
        algorithm,
        key,
        { name: 'HMAC', hash: 'SHA-1', length: 160 },
        true,
        ['sign'],
      );
      return [
        await crypto.subtle.deriveBits(algorithm, key, 128),
        await crypto.subtle.exportKey('raw', derived),
      ];
    },
    async crypto =>
      (await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-384' }, true, ['sign'])).algorithm.length,
  ];
  for (const story of stories)
    await compareLater(
      () => story(theirs.webcrypto),
      () => story(ours.webcrypto),
      `${story}`,
    );
  for (const algorithm of ['nope', 'MD5']) {
    const name = await ours.subtle.digest(algorithm, data).catch((error: Error) => error.name);
    assert.is(name, 'NotSupportedError');
  }
  const key = await ours.subtle.importKey('raw', data, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  assert.is(
    await ours.subtle.exportKey('raw', key).catch((error: Error) => error.name),
    'InvalidAccessError',
  );
  assert.is(
    await ours.subtle.verify('HMAC', key, data, data).catch((error: Error) => error.name),
    'InvalidAccessError',
  );
});

test('a public key encrypts what its private key decrypts', () => {
  const { publicKey, privateKey } = theirs.generateKeyPairSync('rsa', { modulusLength: 1024 });
  const message = Buffer.from('a password');
  for (const type of ['spki', 'pkcs1'] as const) {
    const key = publicKey.export({ type, format: 'pem' });
    for (const [padding, oaepHash] of [
      [theirs.constants.RSA_PKCS1_OAEP_PADDING, undefined],
      [theirs.constants.RSA_PKCS1_OAEP_PADDING, 'sha256'],
    ] as const) {
      const encrypted = ours.publicEncrypt({ key, padding, oaepHash }, message);
      assert.equal(theirs.privateDecrypt({ key: privateKey, padding, oaepHash }, encrypted), message);
    }
    assert.equal(theirs.privateDecrypt(privateKey, ours.publicEncrypt(key, message)), message);
    assert.throws(() => ours.publicEncrypt(key, Buffer.alloc(200)), /data too large/);
  }
  const key = publicKey.export({ type: 'spki', format: 'pem' });
  const padded = ours.publicEncrypt({ key, padding: ours.constants.RSA_PKCS1_PADDING }, message);
  // Newer Nodes refuse to take this padding off: what RSA itself gives back is looked at.
  const plain = theirs.privateDecrypt({ key: privateKey, padding: theirs.constants.RSA_NO_PADDING }, padded);
  assert.equal([...plain.subarray(0, 2)], [0, 2]);
  assert.equal(plain.subarray(-message.length - 1), Buffer.concat([Buffer.of(0), message]));
  assert.is(plain.subarray(2, -message.length - 1).indexOf(0), -1);
  assert.throws(() => ours.publicEncrypt('no key', message), /unsupported/);
});

test('what there is not says so when it is used', () => {
  assert.throws(
    () => ours.createCipheriv('aes-128-cbc', '', ''),
    /crypto\.createCipheriv is unavailable in a WebAssembly guest/,
  );
  assert.throws(
    () => ours.generateKeyPairSync('rsa'),
    (error: Any) => error.code === 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
  );
});

test.run();
