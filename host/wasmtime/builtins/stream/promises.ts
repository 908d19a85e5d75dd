// node:stream/promises.

import stream from '../stream.ts';

export default (stream as unknown as { promises: object }).promises;
