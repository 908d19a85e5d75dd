// IP addresses as text, and as the eight 32-bit words the engine knows them by.
//
//   0       1     2   3   4   5   6         7
//   family  port  a0  a1  a2  a3  flowinfo  scope      family 4: a0 is the address, a1…scope are 0
//
// Every word is a number's value, big-endian reading: 127.0.0.1 is 0x7f000001. Text is written as Node writes it:
// RFC 5952, and the last 32 bits dotted where the address embeds an IPv4 one.

export interface ParsedAddress {
  readonly family: 4 | 6;
  /** IPv4: the address in the first word. IPv6: 128 bits, most significant word first. */
  readonly words: readonly [number, number, number, number];
  /** The zone's number; 0 is none. */
  readonly scope: number;
}

/** What `address()` of Node's net gives. */
export interface AddressInfo {
  address: string;
  family: 'IPv4' | 'IPv6';
  port: number;
}

/** The number of a zone (a network interface) by its name, where the runtime can tell. */
export type ZoneNumber = (name: string) => number | undefined;

/** 4, 6, or 0 for what is no address. The value is turned into a string first, so a symbol throws a TypeError. */
export function isIP(value: unknown): 0 | 4 | 6 {
  if (isIPv4(value)) return 4;
  return isIPv6(value) ? 6 : 0;
}

/** Whether it is four decimal numbers from 0 to 255 without leading zeros. */
export function isIPv4(value: unknown): boolean {
  return readIPv4(`${value}`) >= 0;
}

/** Whether it is an IPv6 address in any of the forms of RFC 4291 2.2, with a zone (`%eth0`) or without. */
export function isIPv6(value: unknown): boolean {
  const [address, zone] = splitZone(`${value}`);
  return (zone === undefined || ZONE.test(zone)) && readIPv6(address) !== undefined;
}

/**
 * The address in that text; undefined where it is none. A zone must be a number, or a name that `zoneNumber`
 * knows: which interface a name means, only the system can say.
 */
export function parseAddress(text: string, zoneNumber?: ZoneNumber): ParsedAddress | undefined {
  const ipv4 = readIPv4(text);
  if (ipv4 >= 0) return { family: 4, words: [ipv4, 0, 0, 0], scope: 0 };
  const [address, zone] = splitZone(text);
  const groups = readIPv6(address);
  if (groups === undefined || (zone !== undefined && !ZONE.test(zone))) return undefined;
  const scope = readScope(zone, zoneNumber);
  if (scope === undefined) return undefined;
  const word = (i: number) => ((groups[i] << 16) | groups[i + 1]) >>> 0;
  return { family: 6, words: [word(0), word(2), word(4), word(6)], scope };
}

/**
 * Writes address and port (0 to 65535) as eight words from `out[at]` on. False, with nothing written, where
 * `parseAddress` would give undefined.
 */
export function encodeAddress(
  text: string,
  port: number,
  out: Uint32Array,
  at: number,
  zoneNumber?: ZoneNumber,
): boolean {
  const parsed = parseAddress(text, zoneNumber);
  if (parsed === undefined) return false;
  out[at] = parsed.family;
  out[at + 1] = port;
  for (let i = 0; i < 4; i++) out[at + 2 + i] = parsed.words[i];
  out[at + 6] = 0;
  out[at + 7] = parsed.scope;
  return true;
}

/** The address in the eight words from `words[at]` on. A scope is written as a number: `fe80::1%2`. */
export function formatAddress(words: Uint32Array, at = 0): AddressInfo {
  const port = words[at + 1];
  const part = [words[at + 2], words[at + 3], words[at + 4], words[at + 5]] as const;
  if (words[at] === 4) return { address: formatIPv4(part[0]), family: 'IPv4', port };
  const scope = words[at + 7];
  return { address: formatIPv6(part) + (scope === 0 ? '' : `%${scope}`), family: 'IPv6', port };
}

export function formatIPv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 0xff}.${(address >>> 8) & 0xff}.${address & 0xff}`;
}

/** RFC 5952 4.2: the longest run of zero groups, the first of equals, becomes `::`; a single one does not. */
export function formatIPv6(words: readonly [number, number, number, number]): string {
  const groups = words.flatMap(word => [word >>> 16, word & 0xffff]);
  const [start, length] = longestZeroRun(groups);
  // ::ffff:a.b.c.d (IPv4-mapped) and ::a.b.c.d (IPv4-compatible, RFC 4291 2.5.5).
  const embeds = start === 0 && (length === 6 || (length === 5 && groups[5] === 0xffff));
  const parts = groups.slice(0, embeds ? 6 : 8).map(group => group.toString(16));
  if (embeds) parts.push(formatIPv4(words[3]));
  if (length < 2) return parts.join(':');
  return `${parts.slice(0, start).join(':')}::${parts.slice(start + length).join(':')}`;
}

/** What Node's pattern allows after the `%`. */
const ZONE = /^[0-9A-Za-z\-.:]+$/;
const GROUP = /^[0-9A-Fa-f]{1,4}$/;

function longestZeroRun(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [0, 0];
  for (let i = 0, run = 0; i < 8; i++) {
    run = groups[i] === 0 ? run + 1 : 0;
    if (run > best[1]) best = [i - run + 1, run];
  }
  return best;
}

function splitZone(text: string): [address: string, zone: string | undefined] {
  const percent = text.indexOf('%');
  return percent < 0 ? [text, undefined] : [text.slice(0, percent), text.slice(percent + 1)];
}

function readScope(zone: string | undefined, zoneNumber?: ZoneNumber): number | undefined {
  if (zone === undefined) return 0;
  const number = /^\d{1,10}$/.test(zone) ? Number(zone) : zoneNumber?.(zone);
  return number !== undefined && number < 2 ** 32 ? number : undefined;
}

/** The address's value, or -1. */
function readIPv4(text: string): number {
  let address = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 0x2e) {
      if (digits === 0 || ++dots > 3) return -1;
      address = address * 256 + part;
      part = 0;
      digits = 0;
    } else {
      if (char < 0x30 || char > 0x39 || (digits > 0 && part === 0)) return -1;
      part = part * 10 + char - 0x30;
      digits++;
      if (part > 255) return -1;
    }
  }
  return dots === 3 && digits > 0 ? address * 256 + part : -1;
}

/** Eight groups of 16 bits, or undefined. */
function readIPv6(text: string): number[] | undefined {
  const gap = text.indexOf('::');
  if (gap < 0) return readGroups(text, 8, true, 8);
  const head = readGroups(text.slice(0, gap), 0, false, 7);
  const tail = head && readGroups(text.slice(gap + 2), 0, true, 7 - head.length);
  if (head === undefined || tail === undefined) return undefined;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** `min` to `max` groups between colons. The last 32 bits may be dotted where the address ends with them. */
function readGroups(text: string, min: number, last: boolean, max: number): number[] | undefined {
  const groups: number[] = [];
  const parts = text === '' ? [] : text.split(':');
  for (let i = 0; i < parts.length; i++) {
    const ipv4 = last && i === parts.length - 1 ? readIPv4(parts[i]) : -1;
    if (ipv4 >= 0) groups.push(ipv4 >>> 16, ipv4 & 0xffff);
    else if (GROUP.test(parts[i])) groups.push(Number.parseInt(parts[i], 16));
    else return undefined;
  }
  return groups.length >= min && groups.length <= max ? groups : undefined;
}
