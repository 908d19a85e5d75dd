// node:stream: npm's readable-stream in the shape that Node gives it, where the module is the class Stream.

import Stream from 'readable-stream/lib/stream.js';
import { duplexPair } from './stream/duplex-pair.ts';

// As in Node from 22 on.
Stream.setDefaultHighWaterMark(false, 65536);

export default Object.assign(Stream, {
  duplexPair,
  _isArrayBufferView: (value: unknown) => ArrayBuffer.isView(value),
});
