// How a rejected value is shown in an error message, the way Node shows it.
//
// Node prints such values with `util.inspect`, which not every runtime has and which differs among those that
// do. This is the part of the newest one's format that can appear in a message: three levels, 80 columns, 100 items. Left
// out: columns in arrays of more than six items, and what only a runtime can see (a promise's state).

/** The method that Node's `util.inspect` asks an object for. */
export const CUSTOM_INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;
const COLUMNS = 80;
const MAX_ITEMS = 100;
/** An object goes on one line, if it fits, when it holds fewer levels of objects than this. */
const ONE_LINE_LEVELS = 3;
const IDENTIFIER = /^[A-Za-z_][A-Za-z_0-9]*$/;
const ESCAPES = new Map(
  [...'\b\t\n\f\r\\'].map((char, i) => [char, ['\\b', '\\t', '\\n', '\\f', '\\r', '\\\\'][i]]),
);

/** Classes of the language whose `toString` does not count. */
const PRINTED_BY_INSPECT: object[] = [Object, Array, Date, RegExp, Error, String, Number, Boolean].map(
  c => c.prototype,
);

interface Printer {
  /** How many levels of objects inside objects are opened. */
  readonly depth: number;
  /** The objects being printed, outermost first, and those of them that were met again inside. */
  readonly open: object[];
  readonly circular: object[];
  indent: number;
  /** Level of the object begun last: from it an object knows how many levels it holds. */
  innermost: number;
}

type Item = () => string;

/** What an object looks like before its properties. `base` says by itself what an object without any is. */
interface Shape {
  base: string;
  opening: string;
  readonly closing: string;
  readonly items: Item[];
}

/** What such a method is given beside the levels that are left. */
export type InspectOptions = { depth?: number | null; stylize(text: string, style: string): string };
export type Inspect = (value: unknown, options?: object) => string;

/** What such a method returns for an object of that name with these values. */
export function inspectAs(
  name: string,
  values: () => object,
  left: number,
  options: InspectOptions,
  inspect: Inspect,
): string {
  if (left < 0) return options.stylize(`[${name}]`, 'special');
  const depth = options.depth === null || options.depth === undefined ? null : options.depth - 1;
  return `${name} ${inspect(values(), { ...options, depth })}`;
}

/** What kind of value this is, as it follows «Received» in the message of ERR_INVALID_ARG_TYPE. */
export function specificType(value: unknown): string {
  if (value === null || value === undefined) return `${value}`;
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value === 'object') {
    const name: unknown = value.constructor?.name;
    return typeof name === 'string' && name !== '' ? `an instance of ${name}` : inspectValue(value, -1);
  }
  if (typeof value !== 'string') return `type ${typeof value} (${printPrimitive(value)})`;
  const text = value.length > 28 ? `${value.slice(0, 25)}...` : value;
  return `type string (${text.includes("'") ? JSON.stringify(text) : `'${text}'`})`;
}

/** The value as text that looks like its source. `depth` counts the levels of objects inside objects. */
export function inspectValue(value: unknown, depth = 2): string {
  return print({ depth, open: [], circular: [], indent: 0, innermost: 0 }, value, 0);
}

/** The value as `%s` shows it in Node's messages: an object is inspected unless a class of the program's prints it. */
export function inspectInText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return printPrimitive(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return printsItself(value) ? String(value) : inspectValue(value, 0);
}

function printsItself(value: object): boolean {
  if (typeof value.toString !== 'function') return false;
  let owner: object = value;
  while (!Object.hasOwn(owner, 'toString')) owner = Object.getPrototypeOf(owner);
  return !PRINTED_BY_INSPECT.includes(owner);
}

function print(p: Printer, value: unknown, level: number): string {
  if (typeof value === 'string') return printString(p, value);
  if (value === null || (typeof value !== 'object' && typeof value !== 'function'))
    return printPrimitive(value);
  const custom = (value as Record<symbol, unknown>)[CUSTOM_INSPECT];
  if (typeof custom === 'function' && value.constructor?.prototype !== value) {
    const options = { depth: p.depth, stylize: (text: unknown) => `${text}` };
    const shown = custom.call(value, p.depth - level, options, (inner: unknown) => inspectValue(inner));
    if (shown !== value) {
      const text = typeof shown === 'object' ? print(p, shown, level) : `${shown}`;
      return text.replaceAll('\n', `\n${' '.repeat(p.indent)}`);
    }
  }
  if (!p.open.includes(value)) return printObject(p, value, level);
  if (!p.circular.includes(value)) p.circular.push(value);
  return `[Circular *${p.circular.indexOf(value) + 1}]`;
}

function printPrimitive(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  return Object.is(value, -0) ? '-0' : String(value);
}

function printString(p: Printer, text: string): string {
  if (text.length <= 16 || text.length <= COLUMNS - p.indent - 4) return quote(text);
  const lines = text.split(/(?<=\n)/).map(quote);
  return lines.join(` +\n${' '.repeat(p.indent + 2)}`);
}

/** In the quotes that need the least escaping: single, else double, else backtick. */
function quote(text: string): string {
  let mark = "'";
  if (text.includes("'")) {
    if (!text.includes('"')) mark = '"';
    else if (!text.includes('`') && !text.includes('${')) mark = '`';
  }
  let out = mark;
  for (const char of text) {
    const code = char.codePointAt(0) as number;
    if (ESCAPES.has(char)) out += ESCAPES.get(char);
    else if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) {
      out += `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`;
    } else if (code >= 0xd800 && code <= 0xdfff) out += `\\u${code.toString(16)}`;
    else out += char === "'" && mark === "'" ? "\\'" : char;
  }
  return out + mark;
}

function printObject(p: Printer, value: object, level: number): string {
  const keys = propertyKeys(value);
  const shape = shapeOf(p, value, level);
  if (keys.length === 0 && shape.items.length === 0) return shape.base || shape.opening + shape.closing;
  if (level > p.depth) return closedObject(value);

  p.open.push(value);
  p.innermost = level;
  const parts = shape.items.map(item => item());
  for (const key of keys) parts.push(printProperty(p, value, key, level));
  p.open.pop();
  const reference = p.circular.indexOf(value);
  if (reference >= 0) {
    if (shape.base === '') shape.opening = `<ref *${reference + 1}> ${shape.opening}`;
    else shape.base = `<ref *${reference + 1}> ${shape.base}`;
  }
  return arrange(p, shape, parts, level);
}

/** What stands for an object too deep to be opened. */
function closedObject(value: object): string {
  const name = className(value, Array.isArray(value) ? 'Array' : 'Object').trimEnd();
  return name.startsWith('[') ? name : `[${name}]`;
}

function propertyKeys(value: object): (string | symbol)[] {
  const indexed = Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof String;
  const names = Object.keys(value).filter(key => !indexed || !/^\d+$/.test(key));
  const enumerable = Object.prototype.propertyIsEnumerable;
  return [...names, ...Object.getOwnPropertySymbols(value).filter(key => enumerable.call(value, key))];
}

function shapeOf(p: Printer, value: object, level: number): Shape {
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    const list = value as unknown[];
    const prefix = className(value, 'Array', list.length);
    const opening = prefix === `Array(${list.length}) ` ? '[' : `${prefix}[`;
    return { base: '', opening, closing: ']', items: listItems(p, list, level) };
  }
  const base = baseOf(value);
  if (base !== '') return { base, opening: '{', closing: '}', items: [] };
  const show = (inner: unknown) => indented(p, () => print(p, inner, level + 1));
  let items: Item[] = [];
  let size: number | undefined;
  if (value instanceof Set || value instanceof Map) size = value.size;
  if (value instanceof Set) items = [...value].map(item => () => show(item));
  if (value instanceof Map)
    items = [...value].map(
      ([key, item]) =>
        () =>
          `${show(key)} => ${show(item)}`,
    );
  const prefix = className(value, 'Object', size);
  return { base: '', opening: prefix === 'Object ' ? '{' : `${prefix}{`, closing: '}', items };
}

function listItems(p: Printer, list: ArrayLike<unknown>, level: number): Item[] {
  const items: Item[] = [];
  let next = 0;
  while (next < list.length && items.length < MAX_ITEMS) {
    const at = next;
    while (next < list.length && !Object.hasOwn(list, next)) next++;
    const holes = next - at;
    if (holes > 0) items.push(() => `<${holes} empty item${holes > 1 ? 's' : ''}>`);
    else items.push(() => indented(p, () => print(p, list[at], level + 1)));
    if (holes === 0) next++;
  }
  const left = list.length - next;
  if (left > 0) items.push(() => `... ${left} more item${left > 1 ? 's' : ''}`);
  return items;
}

/** What a function, date, pattern, error or boxed primitive is by itself; '' for other objects. */
function baseOf(value: object): string {
  if (typeof value === 'function') return functionBase(value as { name: string });
  if (value instanceof RegExp) return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof Error) return value.stack || `[${value}]`;
  if (value instanceof String) return `[String: ${quote(`${value}`)}]`;
  if (value instanceof Number) return `[Number: ${printPrimitive(Number(value))}]`;
  return value instanceof Boolean ? `[Boolean: ${value}]` : '';
}

function functionBase(value: { name: string }): string {
  if (/^class\b/.test(Function.prototype.toString.call(value))) {
    const parent = Object.getPrototypeOf(value).name;
    return `[class ${value.name || '(anonymous)'}${parent ? ` extends ${parent}` : ''}]`;
  }
  const kind = className(value, 'Function').trimEnd().split(' ')[0];
  return value.name ? `[${kind}: ${value.name}]` : `[${kind} (anonymous)]`;
}

/** Class name, size and tag, each where there is one, then a space: `Map(2) `, `Object [Math] `. */
function className(value: object, fallback: string, size?: number): string {
  const count = size === undefined ? '' : `(${size})`;
  let name = '';
  for (
    let owner: object | null = value;
    owner !== null && name === '';
    owner = Object.getPrototypeOf(owner)
  ) {
    const maker = Object.getOwnPropertyDescriptor(owner, 'constructor')?.value;
    if (typeof maker === 'function' && maker.name !== '' && value instanceof maker) name = maker.name;
  }
  // A tag that is a property like others is shown as one.
  const listed = Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag);
  const tag = listed ? '' : (value as Record<symbol, unknown>)[Symbol.toStringTag];
  const shownTag = typeof tag === 'string' && tag !== '' && tag !== name ? `[${tag}] ` : '';
  return name === '' ? `[${fallback}${count}: null prototype] ${shownTag}` : `${name}${count} ${shownTag}`;
}

function printProperty(p: Printer, value: object, key: string | symbol, level: number): string {
  const property = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
  let name = String(key);
  if (key === '__proto__') name = "['__proto__']";
  else if (typeof key === 'string' && !IDENTIFIER.test(key)) name = quote(key);
  if (property.get) return `${name}: [Getter${property.set ? '/Setter' : ''}]`;
  if (property.set) return `${name}: [Setter]`;
  return `${name}: ${indented(p, () => print(p, property.value, level + 1))}`;
}

function indented(p: Printer, write: Item): string {
  p.indent += 2;
  const text = write();
  p.indent -= 2;
  return text;
}

function arrange(p: Printer, shape: Shape, parts: string[], level: number): string {
  const head = shape.base === '' ? shape.opening : `${shape.base} ${shape.opening}`;
  if (p.innermost - level < ONE_LINE_LEVELS && !shape.base.includes('\n')) {
    const around = parts.length * 2 + p.indent + shape.opening.length + shape.base.length + 10;
    const line = parts.join(', ');
    const length = parts.reduce((sum, part) => sum + part.length, around);
    if (length <= COLUMNS && !line.includes('\n')) return `${head} ${line} ${shape.closing}`;
  }
  const edge = `\n${' '.repeat(p.indent)}`;
  return `${head}${edge}  ${parts.join(`,${edge}  `)}${edge}${shape.closing}`;
}
