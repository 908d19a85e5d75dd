// node:string_decoder of guests beside Node's: bytes in pieces, cut anywhere, well-formed or not.

import { StringDecoder as Theirs } from 'node:string_decoder';
import { test } from 'uvu';
import { type Any, compare } from './beside.ts';
import { onNode } from './on-node.ts';
import { Random } from './random.ts';

const { string_decoder } = (await onNode('string_decoder')) as Any;
const Ours = string_decoder.StringDecoder;
const random = new Random(0xdec0);
const ENCODINGS = ['utf8', 'utf16le', 'ucs2', 'latin1', 'ascii', 'hex', 'base64', 'base64url', undefined];

test('pieces of any bytes become the same text, piece by piece', () => {
  for (let run = 0; run < 4000; run++) {
    const encoding = random.pick(ENCODINGS) as BufferEncoding;
    const [theirs, ours] = [new Theirs(encoding), new Ours(encoding)];
    for (let piece = random.below(6); piece >= 0; piece--) {
      const bytes = Buffer.from(random.bytes(random.below(7)));
      const method = random.pick(['write', 'write', 'write', 'end']);
      compare(
        () => [(theirs as Any)[method](bytes), (theirs as Any).lastNeed],
        () => [ours[method](bytes), ours.lastNeed],
        `${encoding} ${method} ${bytes.toString('hex')}`,
      );
    }
    compare(
      () => theirs.end(),
      () => ours.end(),
      `${encoding} end`,
    );
  }
});

test('it takes what Node takes and refuses the rest', () => {
  const calls: ((Decoder: Any) => unknown)[] = [
    Decoder => new Decoder('nope'),
    Decoder => new Decoder('BINARY').encoding,
    Decoder => new Decoder('').encoding,
    Decoder => new Decoder().write(5),
    Decoder => new Decoder().write('text'),
    Decoder => new Decoder().write(new DataView(new ArrayBuffer(2))),
    Decoder => new Decoder().write(new Uint16Array([0x6161])),
    Decoder => new Decoder().end(Buffer.from([0xe2, 0x82])),
    Decoder => Object.keys(new Decoder()),
  ];
  for (const call of calls) {
    compare(
      () => call(Theirs),
      () => call(Ours),
      `${call}`,
    );
  }
});

test('classes inherit from it by calling it', () => {
  function Old(this: Any) {
    Ours.call(this, 'utf8');
  }
  Old.prototype = Object.create(Ours.prototype);
  const decoder = new (Old as Any)();
  const euro = Buffer.from('€');
  compare(
    () => '€',
    () => decoder.write(euro.subarray(0, 1)) + decoder.write(euro.subarray(1)),
    'a euro in two pieces',
  );
});

test.run();
