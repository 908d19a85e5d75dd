// A self-signed certificate for 127.0.0.1 and localhost, made anew for each test. X.509 v3, RFC 5280 4.1, in DER
// (X.690): every value is a tag, a length and what is in it.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface Identity {
  /** In PEM. */
  key: string;
  /** In PEM. */
  cert: string;
}

const SEQUENCE = 0x30;
const SET = 0x31;
const DAY_MS = 86_400_000;

export function selfSigned(): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = tag(SEQUENCE, oid([1, 2, 840, 10045, 4, 3, 2]));
  const name = tag(SEQUENCE, tag(SET, tag(SEQUENCE, oid([2, 5, 4, 3]), tag(0x0c, Buffer.from('wasi-net')))));
  const validity = tag(SEQUENCE, time(Date.now() - DAY_MS), time(Date.now() + DAY_MS));
  const serial = tag(0x02, Buffer.from([1]), randomBytes(15));
  const version3 = tag(0xa0, tag(0x02, Buffer.from([2])));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const names = [tag(0x82, Buffer.from('localhost')), tag(0x87, Buffer.from([127, 0, 0, 1]))];
  const extensions = tag(
    SEQUENCE,
    extension([2, 5, 29, 19], tag(SEQUENCE, tag(0x01, Buffer.from([0xff])))),
    extension([2, 5, 29, 17], tag(SEQUENCE, ...names)),
  );
  const body = tag(
    SEQUENCE,
    ...[version3, serial, ecdsaWithSha256, name, validity, name, spki, tag(0xa3, extensions)],
  );
  const signature = tag(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const certificate = tag(SEQUENCE, body, ecdsaWithSha256, signature);
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

function tag(kind: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([kind, ...(length < 128 ? [length] : long)]), content]);
}

/** The first two numbers share a byte; the others are written in sevens of bits. */
function oid([first, second, ...rest]: number[]): Buffer {
  const sevens = (n: number): number[] => (n < 128 ? [n] : [...sevens(n >> 7).map(b => b | 128), n & 127]);
  return tag(0x06, Buffer.from([40 * first + second, ...rest.flatMap(sevens)]));
}

function extension(id: number[], value: Buffer): Buffer {
  return tag(SEQUENCE, oid(id), tag(0x04, value));
}

function time(at: number): Buffer {
  const text = new Date(at)
    .toISOString()
    .slice(2)
    .replace(/\.\d+|\D/g, '');
  return tag(0x17, Buffer.from(`${text}Z`));
}
