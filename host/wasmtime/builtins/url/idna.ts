// Names of hosts in other scripts, as whatwg-url wants them of tr46: normalized, in lower case, in punycode. The table
// of UTS 46, 200 KB, is left out: what it forbids or maps beyond NFKC is let through as it is.

import punycode from 'punycode/punycode.js';

const DOTS = /[\u3002\uff0e\uff61]/g;
/** Characters that UTS 46 takes out. */
const IGNORED = /\u034f|\u00ad|[\u180b-\u180f]|[\u200b-\u200d]|\u2060|\u2064|[\ufe00-\ufe0f]|\ufeff/g;

/** Null for what cannot be a name. */
function toASCII(domain: string): string | null {
  const mapped = mappedName(domain);
  const labels = mapped.split('.').map(asciiLabel);
  return labels.includes(null) ? null : labels.join('.');
}

function mappedName(domain: string): string {
  if (isAsciiText(domain)) return domain.toLowerCase();
  const plain = domain.replace(IGNORED, '').replace(DOTS, '.');
  return plain.normalize('NFKC').toLowerCase().normalize('NFKC');
}

function asciiLabel(label: string): string | null {
  const isAscii = isAsciiText(label);
  if (!label.startsWith('xn--')) return isAscii ? label : `xn--${punycode.encode(label)}`;
  if (!isAscii) return null;
  try {
    const text = punycode.decode(label.slice(4));
    const isName = text !== '' && text === mappedName(text) && !isAsciiText(text);
    return isName && `xn--${punycode.encode(text)}` === label ? label : null;
  } catch {
    return null;
  }
}

function isAsciiText(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text);
}

export default { toASCII };
