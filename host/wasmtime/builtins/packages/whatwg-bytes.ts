// What whatwg-url wants of @exodus/bytes, for the one encoding in which URLs are written.

import { utf8Binary } from '../buffer/utf8.ts';

/** The text in UTF-8, with `%xx` for what is no printable ASCII and for the characters given. */
function percentEncodeAfterEncoding(_encoding: string, text: string, extra: string): string {
  return utf8Binary(text).replace(/[\s\S]/g, char => {
    const code = char.charCodeAt(0);
    const escaped = code < 0x20 || code > 0x7e || extra.includes(char);
    return escaped ? `%${code.toString(16).toUpperCase().padStart(2, '0')}` : char;
  });
}

export default { percentEncodeAfterEncoding };
