// UTF-8, which whatwg-url wants of the globals while it loads.

import { decodeUtf8, encodeUtf8 } from '../buffer/utf8.ts';

export default { utf8Encode: encodeUtf8, utf8DecodeWithoutBOM: decodeUtf8 };
