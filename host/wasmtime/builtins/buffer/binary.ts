// Bytes as a string of one character each, and back: what all conversions of Buffer are made of. An interpreter takes
// 0.2 µs for a byte in a loop of JavaScript; by way of base64, which it has natively both ways, 4 ns.

/** Newer than the types that the project is checked with. */
interface Native extends Uint8Array {
  toBase64?(options?: { alphabet: 'base64url'; omitPadding: true }): string;
  toHex?(): string;
}
interface NativeClass {
  fromBase64(text: string): Uint8Array;
  fromHex(text: string): Uint8Array;
}

const nativeClass = Uint8Array as unknown as NativeClass;

export const hasBase64 = typeof nativeClass.fromBase64 === 'function';
export const hasHex = typeof (Uint8Array.prototype as Native).toHex === 'function';

const URL_SAFE = { alphabet: 'base64url', omitPadding: true } as const;
/** As many arguments as every engine takes. */
const CHUNK = 4096;

/** Bytes as characters 0 to 255. */
export const toBinary: (bytes: Uint8Array) => string = hasBase64
  ? bytes => atob((bytes as Required<Native>).toBase64())
  : bytes => {
      let text = '';
      for (let i = 0; i < bytes.length; i += CHUNK) {
        text += String.fromCharCode.apply(null, bytes.subarray(i, i + CHUNK) as unknown as number[]);
      }
      return text;
    };

/** Characters 0 to 255 as bytes. */
export const fromBinary: (binary: string) => Uint8Array = hasBase64
  ? binary => nativeClass.fromBase64(btoa(binary))
  : binary => {
      const bytes = new Uint8Array(binary.length);
      for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
      return bytes;
    };

export const toBase64: (bytes: Uint8Array) => string = hasBase64
  ? bytes => (bytes as Required<Native>).toBase64()
  : bytes => btoa(toBinary(bytes));

export const toBase64Url: (bytes: Uint8Array) => string = hasBase64
  ? bytes => (bytes as Required<Native>).toBase64(URL_SAFE)
  : bytes => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export const toHex: (bytes: Uint8Array) => string = hasHex
  ? bytes => (bytes as Required<Native>).toHex()
  : bytes => {
      let text = '';
      for (const byte of bytes) text += DIGITS[byte];
      return text;
    };

/** Bytes as far as the text is hexadecimal. */
export function fromHex(text: string): Uint8Array {
  if (hasHex) {
    try {
      return nativeClass.fromHex(text);
    } catch {
      // Node takes what comes before.
    }
  }
  const end = text.search(/[^0-9a-f]/i);
  const bytes = new Uint8Array((end < 0 ? text.length : end) >> 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.substr(2 * i, 2), 16);
  return bytes;
}

/** Base64 as Node takes it: both alphabets, up to the first `=`, and what is in neither of them is skipped. */
export function fromBase64(text: string): Uint8Array {
  if (hasBase64) {
    try {
      return nativeClass.fromBase64(text);
    } catch {
      // Node is more forgiving.
    }
  }
  const end = text.indexOf('=');
  const given = (end < 0 ? text : text.slice(0, end)).replaceAll('-', '+').replaceAll('_', '/');
  const digits = given.replace(/[^A-Za-z0-9+/]+/g, '');
  // One digit is less than a byte.
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
  return hasBase64 ? nativeClass.fromBase64(whole) : fromBinary(atob(whole));
}
